import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { pruneChanges } from './change-store.ts';

export const liveJobs = ({ db }: { readonly db: Db }): readonly Job[] => [
  scheduledJob({ name: 'live.prune', cron: '*/10 * * * *' }, () => pruneChanges(db)),
];
