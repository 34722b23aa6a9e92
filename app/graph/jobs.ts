import type { Pool } from 'pg';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { forgetUnneededChanges } from './outbox.ts';

export const graphJobs = ({ pool }: { readonly pool: Pool }): readonly Job[] => [
  scheduledJob({ name: 'graph.prune', cron: '30 2 * * *' }, ({ signal }) =>
    forgetUnneededChanges(pool, signal),
  ),
];
