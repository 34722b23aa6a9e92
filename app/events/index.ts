export type { DomainEvent, EventConsumer } from './event.ts';
export { audienceColumns, insertEvents } from './event-store.ts';
export { eventJobs } from './jobs.ts';
export { observeEvents } from './metrics.ts';
