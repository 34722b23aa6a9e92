export { dataManagerRoutes } from './routes.ts';
