export { graphJobs } from './jobs.ts';
export { namedInRow } from './outbox.ts';
export { keyFate } from './projection.ts';
export { graphStatus } from './status.ts';
