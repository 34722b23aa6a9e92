export type { Collection, FrameProps } from './collection.ts';
export { type Item, ItemTable } from './item-table.tsx';
export { itemsBelow } from './queries.ts';
export { collectionRoutes } from './routes.ts';
