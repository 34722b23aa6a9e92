export { minutesRoutes } from './routes.ts';
