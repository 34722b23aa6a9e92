export type { ListedFile } from './attachment.ts';
export { attachmentJobs } from './jobs.ts';
export { filesOf } from './queries.ts';
export { attachmentRoutes } from './routes.ts';
export { AttachedFiles, AttachmentsSection } from './section.tsx';
