export { browserName } from './browser-name.ts';
export { securityNoticeJobs } from './jobs.ts';
export {
  keptDays,
  latestNotices,
  leaveNotices,
  readNotice,
  type StoredNotice,
  unseenNotices,
} from './notice-store.ts';
export { placeOf } from './place.ts';
export { notePlace } from './place-store.ts';
export { noticeInWords } from './present.ts';
export { securityNoticeRoutes } from './routes.ts';
export { noticesOf } from './rules.ts';
