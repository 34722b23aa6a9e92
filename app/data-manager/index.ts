export { dataManagerJobs } from './jobs.ts';
export { dataManagerRoutes } from './routes.ts';
