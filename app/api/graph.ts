import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type ResyncState, readResyncState, resyncGraph } from '../graph/index.ts';
import { may } from '../http/policy.ts';
import type { Services } from '../services.ts';
import { type Operation, operation } from './operation.ts';
import { savedBy } from './outcome.ts';
import { moment } from './schema.ts';
import { texts } from './texts.ts';

const started = z
  .object({ job_id: z.string(), status: z.literal('running') })
  .meta({ id: 'ResyncStart' });

const state = z
  .object({
    status: z.enum(['none', 'running', 'done', 'failed']),
    generation: z.string().nullable(),
    started_at: moment().nullable(),
    finished_at: moment().nullable(),
    nodes: z.int().nullable(),
    relationships: z.int().nullable(),
    deleted: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Resync' });

const bodyOf = ({
  startedAt,
  finishedAt,
  status,
  generation,
  nodes,
  relationships,
  deleted,
  error,
}: ResyncState): z.output<typeof state> => ({
  ...{ status, generation, nodes, relationships, deleted, error },
  started_at: startedAt?.toISOString() ?? null,
  finished_at: finishedAt?.toISOString() ?? null,
});

/** Rebuilding the graph (spec graph#request). */
export function graphOperations(services: Services): readonly Operation[] {
  const { db, graph, config } = services;
  const shared = { path: '/admin/graph/resync' } as const;
  const policy = may('settings.manage');
  return [
    operation({
      ...{ ...shared, policy, id: 'resyncGraph', method: 'post', status: 202 },
      ...{ reply: started, refusals: [409] },
      run: async ({ actor }) => {
        if (graph === undefined)
          throw new AppError('graph_disabled', { message: texts.graphDisabled, status: 409 });
        const job = savedBy(await resyncGraph(services, actor, { env: config.graphEnv }));
        return { body: { job_id: job, status: 'running' } };
      },
    }),
    operation({
      ...{ ...shared, policy, id: 'getResync', method: 'get' },
      reply: state,
      run: async () => ({ body: bodyOf(await readResyncState(db, config.graphEnv)) }),
    }),
  ];
}
