export { inBulk, readSelection } from './bulk.ts';
export { listCsv } from './csv.ts';
export { preferenceCommands, viewCommands } from './preference-commands.ts';
export { countMatching, keptOf, keptViews } from './queries.ts';
export { savedListRoutes, viewRoutes } from './routes.ts';
export { type Asker, listAddress, type SavedList, type ViewedPage } from './saved-list.ts';
export { type SavedView, savedViewsFrom } from './saved-views.ts';
export { type Selection, selected, selection, selectionFields } from './schema.ts';
export { only, SavedViewMenu, viewsOf } from './views.tsx';
