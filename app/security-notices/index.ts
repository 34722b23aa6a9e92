export { browserName } from './browser-name.ts';
export {
  keptDays,
  latestNotices,
  leaveNotices,
  readNotice,
  type StoredNotice,
  sweepNotices,
  unseenNotices,
} from './notice-store.ts';
export { placeOf } from './place.ts';
export { notePlace, sweepPlaces } from './place-store.ts';
export { noticeInWords } from './present.ts';
export { securityNoticeRoutes } from './routes.ts';
export { noticesOf } from './rules.ts';
