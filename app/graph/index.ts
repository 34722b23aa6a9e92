export { forgetUnneededChanges } from './outbox.ts';
export { keyFate } from './projection.ts';
export { graphStatus } from './status.ts';
