export { QuorumMeter } from './meter.tsx';
export { DecidingSummary } from './pages.tsx';
export { attendanceOf, readAttendance } from './queries.ts';
export type { Quorum, QuorumPosition, QuorumRule, Seat } from './quorum.ts';
export { quorumRoutes } from './routes.ts';
export { quorum } from './rules.ts';
export {
  proxiesPerUser,
  quorumOf,
  ruleOf,
  type StoredAttendance,
  wayToDecide,
} from './stored-rule.ts';
