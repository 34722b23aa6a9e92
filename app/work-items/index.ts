export { type Tab, tabs } from './item.ts';
export { ListKeys } from './list-keys.tsx';
export { workItemRoutes } from './routes.ts';
export { requirements } from './rules.ts';
