export { apiJobs } from './jobs.ts';
export { apiLimit } from './rate-limit.ts';
export { apiRoutes } from './routes.ts';
