export { inBulk, readSelection } from './bulk.ts';
export { listCsv } from './csv.ts';
export { preferenceCommands } from './preference-commands.ts';
export { countMatching, keptOf } from './queries.ts';
export { savedListRoutes } from './routes.ts';
export { type Asker, listAddress, type SavedList } from './saved-list.ts';
export { type SavedView, savedViewsFrom } from './saved-views.ts';
export { type Selection, selected, selection, selectionFields } from './schema.ts';
export { only, SavedViewMenu, viewsOf } from './views.tsx';
