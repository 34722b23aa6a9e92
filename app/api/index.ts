export { sweepLimits } from './limit-store.ts';
export { apiLimit } from './rate-limit.ts';
export { apiRoutes } from './routes.ts';
