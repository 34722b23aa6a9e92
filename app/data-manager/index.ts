export { forgetImports } from './retention.ts';
export { dataManagerRoutes } from './routes.ts';
