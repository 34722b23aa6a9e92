import { readResyncState, resyncGraph } from '../graph/index.ts';
import { answerAt, missing, page } from '../http/answers.ts';
import { list } from '../http/list-parser.ts';
import { form } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Services } from '../services.ts';
import { tableHref } from '../ui/table-state.ts';
import { cancelJob, retryJob } from './commands.ts';
import { resyncPage } from './graph.tsx';
import { jobsPage, schedulesPage } from './pages.tsx';
import { listJobs, listSchedules } from './queries.ts';
import { actionInput, jobTable, stateNamed } from './schema.ts';
import { texts } from './texts.ts';

type JobServices = CommandServices & Pick<Services, 'config' | 'graph'>;

/** Background jobs, schedules and the graph (spec jobs#page, graph#request). */
export const jobRoutes = (services: JobServices) => {
  const { db, graph, config } = services;
  const env = config.graphEnv;
  const labels = new Map(Object.entries(texts.kinds));
  const labelOf = (kind: string) => labels.get(kind) ?? kind;
  return routes()
    .offer('/jobs', texts.offers.jobs)
    .get('/jobs', mayRun(retryJob), list(jobTable), async ({ state }) => {
      const of = await listJobs(db, {
        state: stateNamed(state.extras['state']),
        kind: state.extras['kind'],
        page: state.page,
        size: state.size,
      });
      return page(jobsPage({ state, of, labels, back: tableHref(jobTable, state) }));
    })
    .get('/jobs/schedules', mayRun(retryJob), async () => {
      const { schedules, dead } = await listSchedules(db, [...labels.keys()]);
      return page(
        schedulesPage({
          ...{ schedules, labels, dead },
          graph: graph && (await readResyncState(db, env)),
        }),
      );
    })
    .get('/jobs/graph/resync', mayRun(resyncGraph), () => page(resyncPage()))
    .post('/jobs/graph/resync', mayRun(resyncGraph), async ({ actor }) => {
      if (graph === undefined) throw missing();
      return answerAt(
        '/jobs/schedules',
        await resyncGraph(services, actor, { env }),
        texts.graph.queued,
      );
    })
    .post('/jobs/:id/retry', mayRun(retryJob), form(actionInput), async ({ actor, id, input }) =>
      answerAt(input.back, await retryJob(services, actor, { id }), (kind) =>
        texts.retried(labelOf(kind)),
      ),
    )
    .post('/jobs/:id/cancel', mayRun(cancelJob), form(actionInput), async ({ actor, id, input }) =>
      answerAt(input.back, await cancelJob(services, actor, { id }), (kind) =>
        texts.cancelled(labelOf(kind)),
      ),
    );
};
