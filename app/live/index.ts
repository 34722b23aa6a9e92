export type { Batch } from './change-log.ts';
export { type Change, isAfter } from './change-store.ts';
export { createHub, type Hub } from './hub.ts';
export { liveJobs } from './jobs.ts';
export { isSnapshot, laterOf, oncePerSnapshot, visibleIn } from './snapshot.ts';
export { touch, touchMeetings } from './touch-store.ts';
