export { createHub, type Hub } from './hub.ts';
export { touch, touchMeetings } from './mark-store.ts';
