export type { Discussion } from './comment.ts';
export { Comments } from './panel.tsx';
export { discussionOf, readDiscussion, type StoredDiscussion } from './queries.ts';
export { commentRoutes } from './routes.ts';
