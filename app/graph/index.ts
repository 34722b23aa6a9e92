export { resyncGraph } from './commands.ts';
export { isGraphCurrent } from './current.ts';
export { graphJobs } from './jobs.ts';
export { observeGraph } from './metrics.ts';
export { keyFate } from './projection.ts';
export {
  type Cypher,
  createGraphRead,
  cypher,
  type GraphRow,
  ids,
  label,
  oneOf,
  type ReadGraph,
  value,
} from './read.ts';
export { startRelay } from './relay.ts';
export { type ResyncState, readResyncState } from './resync-state.ts';
export { graphStatus } from './status.ts';
