import type { Driver } from 'neo4j-driver';
import type { Pool } from 'pg';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { type CheckOptions, checkGraph } from './check.ts';
import { forgetUnneededChanges } from './outbox.ts';

interface JobServices extends Pick<CheckOptions, 'log' | 'now'> {
  readonly pool: Pool;
  /** `undefined` if no graph is configured. */
  readonly graph: Driver | undefined;
  readonly config: { readonly graphEnv: string };
}

export const graphJobs = ({ pool, graph, config, log, now }: JobServices): readonly Job[] => [
  scheduledJob({ name: 'graph.prune', cron: '30 2 * * *' }, ({ signal }) =>
    forgetUnneededChanges(pool, signal),
  ),
  scheduledJob(
    { name: 'graph.check', cron: '15 * * * *', deadlineMs: 30 * 60_000 },
    async ({ signal }) =>
      graph && checkGraph({ pool, driver: graph, env: config.graphEnv, now, log, signal }),
  ),
];
