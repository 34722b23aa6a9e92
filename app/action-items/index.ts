export { type ActionRow, states } from './action-item.ts';
export { writeListedItems } from './listed.ts';
export { actionRowsOf, openItemsOf } from './queries.ts';
export { actionItemRoutes } from './routes.ts';
