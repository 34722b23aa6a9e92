export { workflowBuilderRoutes } from './routes.ts';
