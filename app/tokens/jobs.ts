import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { sweepTokens } from './token-store.ts';

interface TokenJobServices {
  readonly db: Db;
  readonly now: () => Date;
}

export const tokenJobs = ({ db, now }: TokenJobServices): readonly Job[] => [
  scheduledJob(
    {
      name: 'tokens.prune',
      cron: '40 2 * * *',
    },
    () => sweepTokens(db, now()),
  ),
];
