export type { Collection } from './collection.ts';
export { collectionRoutes } from './routes.ts';
