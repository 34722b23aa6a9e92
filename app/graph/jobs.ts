import type { Driver } from 'neo4j-driver';
import type { Pool } from 'pg';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type Job, job, jobKind, scheduledJob, Unretryable } from '../jobs/index.ts';
import { type CheckOptions, checkGraph } from './check.ts';
import { forgetUnneededChanges } from './outbox.ts';
import { resync } from './resync.ts';

interface JobServices extends Pick<CheckOptions, 'log' | 'now'> {
  readonly pool: Pool;
  /** `undefined` if no graph is configured. */
  readonly graph: Driver | undefined;
  readonly config: { readonly graphEnv: string };
}

const halfHourMs = 30 * 60_000;

/** A rebuild of the graph that an administrator asked for. */
export const resyncKind = jobKind({
  name: 'graph.resync',
  payload: z.object({}),
  deadlineMs: halfHourMs,
  maxAttempts: 3,
});

export const graphJobs = ({ pool, graph, config, log, now }: JobServices): readonly Job[] => {
  const env = config.graphEnv;
  return [
    scheduledJob({ name: 'graph.prune', cron: '30 2 * * *' }, ({ signal }) =>
      forgetUnneededChanges(pool, signal),
    ),
    scheduledJob(
      { name: 'graph.check', cron: '15 * * * *', deadlineMs: halfHourMs },
      async ({ signal }) => graph && checkGraph({ pool, driver: graph, env, now, log, signal }),
    ),
    job(resyncKind, async () => {
      if (graph === undefined) throw new Unretryable('No graph is configured.');
      try {
        const { nodes, relationships } = await resync({ pool, driver: graph, env, now: now() });
        return nodes + relationships;
      } catch (error) {
        if (error instanceof AppError) log.warn({ env, err: error }, 'resync failed');
        throw error;
      }
    }),
  ];
};
