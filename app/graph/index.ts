export { forgetUnneededChanges } from './outbox.ts';
export { graphStatus } from './status.ts';
