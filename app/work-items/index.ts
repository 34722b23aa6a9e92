export { ListKeys } from './list-keys.tsx';
export { workItemRoutes } from './routes.ts';
