export { settingsRoutes } from './routes.ts';
export { problemOf } from './rules.ts';
