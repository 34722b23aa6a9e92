export { addComment, editComment, withdrawComment } from './commands.ts';
export type { Comment, Discussion } from './comment.ts';
export { Comments } from './panel.tsx';
export {
  discussionOf,
  findComment,
  findDiscussion,
  readDiscussion,
  type StoredDiscussion,
} from './queries.ts';
export { commentRoutes } from './routes.ts';
export { commentBody } from './schema.ts';
