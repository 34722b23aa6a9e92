export { ontologyRoutes } from './routes.ts';
