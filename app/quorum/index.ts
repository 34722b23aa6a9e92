export { QuorumMeter } from './meter.tsx';
export { DecidingSummary } from './pages.tsx';
export { readAttendance } from './queries.ts';
export type { QuorumPosition, QuorumRule } from './quorum.ts';
export { quorumRoutes } from './routes.ts';
export { quorum } from './rules.ts';
export { quorumOf } from './stored-rule.ts';
