export { withTokens } from './gate.ts';
export { tokenJobs } from './jobs.ts';
export { tokenRoutes } from './routes.ts';
export { newToken, tokenDigest } from './secret.ts';
