export { forgetImports } from './import/retention.ts';
export { dataManagerRoutes } from './routes.ts';
