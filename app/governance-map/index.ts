export { governanceMapRoutes } from './routes.ts';
