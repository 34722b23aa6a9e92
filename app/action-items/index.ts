export { type ActionItem, type ActionRow, type OpenItem, states } from './action-item.ts';
export { createAction, deleteAction, setActionState, updateAction } from './commands.ts';
export { writeListedItems } from './listed.ts';
export { actionFacts, actionRowsOf, isOwn, openItemsOf } from './queries.ts';
export { actionItemRoutes } from './routes.ts';
export { texts as actionTexts } from './texts.ts';
