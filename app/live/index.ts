export { createHub, type Hub } from './hub.ts';
export { touch } from './mark-store.ts';
