import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { sweepSubmissions } from '../ontology/submission.ts';
import { sweepLimits } from './limit-store.ts';

interface ApiJobServices {
  readonly db: Db;
  readonly now: () => Date;
}

export const apiJobs = ({ db, now }: ApiJobServices): readonly Job[] => [
  scheduledJob({ name: 'api.prune-submissions', cron: '5 * * * *' }, () =>
    sweepSubmissions(db, now()),
  ),
  scheduledJob({ name: 'api.prune-limits', cron: '15 * * * *' }, () => sweepLimits(db, now())),
];
