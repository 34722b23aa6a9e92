export { myWorkRoutes } from './routes.ts';
