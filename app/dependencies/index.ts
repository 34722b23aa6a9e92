export type { Dependency } from './dependency.ts';
export { dependenciesOf } from './queries.ts';
export { dependencyRoutes } from './routes.ts';
export { DependenciesSection } from './section.tsx';
