export { workItemRoutes } from './routes.ts';
