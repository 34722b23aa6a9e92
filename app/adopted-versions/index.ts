export { adoptedVersionRoutes } from './routes.ts';
