export { committeeIndices } from './queries.ts';
export { committeeRoutes } from './routes.ts';
