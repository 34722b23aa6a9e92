export { EntryDetail } from './entry-detail.tsx';
export { type HistoryEntry, historyLine, readHistory } from './history.ts';
export { auditJobs } from './jobs.ts';
export { actorOf, addressOf, phraseOf, type RecentEntry } from './present.ts';
export { recentEntries } from './queries.ts';
export { auditRoutes } from './routes.ts';
export { type AuditVolume, levelOf } from './volume.ts';
export type { AuditFailures } from './watch.ts';
