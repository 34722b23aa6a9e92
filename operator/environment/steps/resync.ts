import type { KnownPlan } from '../facts.ts';
import { runKey } from '../keys.ts';
import { failureOf, newestFinished, progressOf, type Unfinished } from '../runs.ts';
import type { Action, Desired, Observed, Plan, PlannedCondition, Reachable } from '../types.ts';
import { bounded, clockTime, condition, counted, sentence } from '../words.ts';
import { type Schedule, schedule } from './schedule.ts';

/** Work for the graph in addition to the next step: it never blocks a rollout. */
export interface ResyncPlan {
  readonly actions: readonly Action[];
  readonly condition: PlannedCondition;
  readonly running: boolean;
  readonly requeueAfterSeconds?: number;
  readonly acknowledged: boolean;
  readonly nextResyncAt?: number;
}

/** Rebuilds the graph after migrations or a seed, on schedule, on request, and after a failure. */
export function resync(
  desired: Desired,
  observed: Reachable,
  known: KnownPlan | undefined,
): ResyncPlan {
  if (!graphWanted(desired, observed)) return { ...idle, condition: off };
  if (observed.graphSecret === 'missing')
    return { ...idle, condition: passwordMissing(desired), acknowledged: false };

  const plans = desired.spec.resync.schedule
    ? schedule(desired.spec.resync.schedule, desired.spec.resync.timeZone)
    : undefined;
  const nextResyncAt = plans?.next(observed.now);
  const upcoming =
    nextResyncAt === undefined
      ? {}
      : { nextResyncAt, requeueAfterSeconds: (nextResyncAt - observed.now) / 1000 };
  const acknowledged = requestDone(desired, observed, known);
  const cause = causeOf(desired, observed, plans, acknowledged);
  if (!cause) return { ...idle, ...upcoming, acknowledged, condition: synced(observed) };

  // A graph that was never built does not cover a change, whatever a run for another database
  // reported.
  const { resync: last } = observed.database.ledger;
  const progress = progressOf(
    wantedFor(cause, desired, observed),
    observed,
    () => last !== undefined || !cause.ofDatabase,
  );
  if (progress.is === 'done')
    return { ...idle, ...upcoming, acknowledged, condition: synced(observed) };
  const described = {
    ...idle,
    ...upcoming,
    acknowledged,
    condition: unsynced(progress, cause, observed),
  };
  if (progress.is === 'due') return { ...described, actions: progress.actions, running: true };
  if (progress.is === 'running') return { ...described, running: !progress.run.waiting };
  const retryIn = (progress.retryAt - observed.now) / 1000;
  return {
    ...described,
    requeueAfterSeconds: Math.min(retryIn, described.requeueAfterSeconds ?? retryIn),
  };
}

const idle = { actions: [], running: false, acknowledged: true };

/** Whether the serving revision uses a graph. */
export const graphWanted = (desired: Desired, observed: Observed): boolean =>
  servingSpec(desired, observed).graph.enabled;

export const off = condition(
  'GraphSynced',
  'True',
  'GraphOff',
  'The graph is off; PostgreSQL answers queries.',
);

const passwordMissing = ({ connections }: Desired) => {
  const { name, namespace } = connections.graph?.secretRef ?? { name: '', namespace: '' };
  const message = `Secret ${namespace}/${name} with username and password of Neo4j is missing; PostgreSQL answers queries until it exists.`;
  return condition('GraphSynced', 'False', 'SecretMissing', message);
};

interface Cause {
  readonly key: string;
  readonly words: string;
  /** Whether the cause is known from the database. */
  readonly ofDatabase: boolean;
}

/**
 * Why the graph must be rebuilt now. Causes in the ledger come first, because they survive the
 * Jobs.
 */
function causeOf(
  desired: Desired,
  observed: Reachable,
  plans: Schedule | undefined,
  acknowledged: boolean,
): Cause | undefined {
  const { seed, migrations, resync: last } = observed.database.ledger;
  if (desired.requestedAt && !acknowledged) return requested(desired.requestedAt);

  const changedAt = Math.max(seed?.at ?? 0, migrations.at(-1)?.at ?? 0);
  const changed = desired.spec.resync.afterSeed && changedAt > (last?.startedAt ?? 0);
  if (changed)
    return {
      key: `changed ${changedAt}`,
      words: last ? 'the database was changed by migrations or seed' : 'it was never built',
      ofDatabase: true,
    };

  // Any number of missed runs is made up for by one.
  const due = plans?.previous(observed.now);
  const dueFrom = Math.max(desired.createdAt, last?.startedAt ?? 0);
  if (due !== undefined && due > dueFrom) {
    return {
      key: `schedule ${due}`,
      words: `it was scheduled for ${new Date(due).toISOString()}`,
      ofDatabase: false,
    };
  }

  // Runs are compared with runs, because the ledger's times come from the database's clock.
  const unmended = newestFinished(observed.runs, 'resync')?.state === 'failed';
  if (!unmended) return undefined;
  return {
    key: `failure after ${last?.finishedAt ?? 'nothing'}`,
    words: 'the last rebuild failed',
    ofDatabase: false,
  };
}

const requested = (at: string): Cause => ({
  key: `request ${at}`,
  words: `it was requested at ${at}`,
  ofDatabase: false,
});

function wantedFor({ key }: Cause, desired: Desired, observed: Reachable) {
  const { image } = servingSpec(desired, observed);
  const { deadlineSeconds } = desired.spec.resync;
  return {
    command: 'resync' as const,
    image,
    key: runKey('resync', key, image, observed.secretChecksum),
    args: ['resync', '--json'],
    deadlineSeconds,
  };
}

/** After a rollback the running rollout, otherwise the desired one. */
const servingSpec = ({ spec }: Desired, { workload }: Observed) =>
  workload.failed && workload.current ? workload.current.spec : spec;

/**
 * A request is satisfied once a run for it ended, successfully or not, or if there is nothing to
 * run.
 */
function requestDone(desired: Desired, observed: Reachable, known: KnownPlan | undefined): boolean {
  const { requestedAt } = desired;
  if (!requestedAt || requestedAt === observed.acknowledged.requestedAt) return true;
  const { key } = wantedFor(requested(requestedAt), desired, observed);
  return (
    observed.runs.some((run) => run.key === key && run.state !== 'running') && known !== undefined
  );
}

function synced({ database }: Reachable): PlannedCondition {
  const { resync: last } = database.ledger;
  if (!last)
    return condition(
      'GraphSynced',
      'Unknown',
      'NeverSynced',
      'The graph has not been built yet; PostgreSQL answers.',
    );
  const size = `${counted(last.nodes, 'node')}, ${counted(last.relationships, 'relationship')}`;
  return condition(
    'GraphSynced',
    'True',
    'Synced',
    `${size}, equal to the database at ${new Date(last.finishedAt).toISOString()}.`,
  );
}

function unsynced(progress: Unfinished, cause: Cause, { now }: Observed): PlannedCondition {
  const why = `The graph is rebuilt because ${cause.words}`;
  if (progress.is === 'running' && progress.run.waiting)
    return condition(
      'GraphSynced',
      'False',
      progress.run.waiting.reason,
      sentence(`${why}, but cannot start: ${progress.run.waiting.message}`),
    );
  if (!progress.last)
    return condition(
      'GraphSynced',
      'False',
      'Resyncing',
      `${why}; PostgreSQL answers queries meanwhile.`,
    );
  const next =
    progress.is === 'resting'
      ? `next at ${clockTime(progress.retryAt, now)}`
      : 'another is running';
  const failed = sentence(bounded(failureOf(progress.last), 600));
  return condition(
    'GraphSynced',
    'False',
    'ResyncFailed',
    `${why}; attempt ${progress.last.attempt} failed, ${next}: ${failed} PostgreSQL answers queries meanwhile.`,
  );
}

/** The next step, together with the work for the graph. */
export function alongside(graph: ResyncPlan, next: Plan, desired: Desired): Plan {
  const requeue = [graph.requeueAfterSeconds, next.requeueAfterSeconds].filter(
    (seconds) => seconds !== undefined,
  );
  const answered =
    graph.acknowledged && desired.requestedAt !== undefined
      ? { requestedAt: desired.requestedAt }
      : {};
  return {
    ...next,
    step: next.step === 'Watching' && graph.running ? 'Resync' : next.step,
    // The rollout first, because the rebuild reads its ConfigMap.
    actions: [...next.actions, ...graph.actions],
    conditions: [...next.conditions, graph.condition],
    acknowledge: { ...next.acknowledge, ...answered },
    ...(requeue.length > 0 && { requeueAfterSeconds: Math.min(...requeue) }),
    ...(graph.nextResyncAt !== undefined && { nextResyncAt: graph.nextResyncAt }),
  };
}
