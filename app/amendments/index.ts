export type { AmendmentLine } from './amendment.ts';
export { Amendments } from './panel.tsx';
export { amendmentLines } from './queries.ts';
export { amendmentRoutes } from './routes.ts';
