import {
  type AhltEnvironmentStatus,
  type Condition,
  conditionTypes,
  type GraphState,
} from '#cdk8s/api/index.ts';
import {
  type Condition as RuntimeCondition,
  rfc3339,
  setCondition,
} from '../runtime/conditions.ts';
import type { Outcome } from './carry-out.ts';
import { isReachable, knownPlan, schemaOf } from './facts.ts';
import { failureOf } from './runs.ts';
import type { CommandRun, Desired, Observed, Plan, PlannedCondition, Reachable } from './types.ts';
import { bounded, condition, imageVersion } from './words.ts';

const keptRuns = 10;

/** The status after a reconcile: current values, and earlier ones if there are none. Pure. */
export function statusOf(
  before: AhltEnvironmentStatus | undefined,
  {
    desired,
    observed,
    plan,
    outcome,
    now,
  }: {
    desired: Desired;
    observed?: Observed | undefined;
    plan: Plan;
    outcome: Pick<Outcome, 'drift' | 'contested'>;
    now: number;
  },
): AhltEnvironmentStatus {
  const { requestedAt, rotate } = plan.acknowledge ?? {};
  return defined({
    ...before,
    observedGeneration: desired.generation,
    step: plan.step,
    conditions: conditionsOf(
      before?.conditions ?? [],
      [...plan.conditions, ...driftOf(before, outcome)],
      desired.generation,
      now,
    ),
    ...(observed && seen(before, desired, observed, plan)),
    requestedAt: requestedAt ?? before?.requestedAt,
    credentialsRotatedFor: rotate ?? before?.credentialsRotatedFor,
  });
}

/** In API order, one of each type; types without a new condition keep theirs. */
function conditionsOf(
  before: readonly Condition[],
  planned: readonly PlannedCondition[],
  generation: number,
  now: number,
): Condition[] {
  const updated = planned.reduce<readonly RuntimeCondition[]>(
    (conditions, one) => setCondition(conditions, { ...one, observedGeneration: generation }, now),
    before as readonly RuntimeCondition[],
  );
  return conditionTypes.flatMap(
    (type) => (updated.find((one) => one.type === type) as Condition | undefined) ?? [],
  );
}

function driftOf(
  before: AhltEnvironmentStatus | undefined,
  { drift, contested }: Pick<Outcome, 'drift' | 'contested'>,
): PlannedCondition[] {
  if (contested)
    return [
      condition(
        'Drifted',
        'True',
        'Contested',
        'Other clients keep changing the objects. They are reverted a few times a minute at most.',
      ),
    ];
  if (drift.length > 0)
    return [
      condition(
        'Drifted',
        'False',
        'Repaired',
        `Reverted changes by other clients: ${drift.join('; ')}.`,
      ),
    ];
  const known = before?.conditions?.find(({ type }) => type === 'Drifted');
  return known?.status === 'False'
    ? []
    : [condition('Drifted', 'False', 'InPlace', 'No changes by other clients.')];
}

function seen(
  before: AhltEnvironmentStatus | undefined,
  desired: Desired,
  observed: Observed,
  plan: Plan,
): Partial<AhltEnvironmentStatus> {
  const { workload } = observed;
  const { current, complete } = workload;
  const lastGood = complete ? current : workload.lastGood;
  return {
    image: current && bounded(imageVersion(current.image), 256),
    workload: defined({
      image: current?.image,
      lastGoodImage: lastGood?.image,
      schemaRange: lastGood?.schemaRange,
      replicas: workload.replicas,
      availableReplicas: workload.availableReplicas,
    }),
    runs: runsOf(before?.runs ?? [], observed.runs),
    nextResyncAt: plan.nextResyncAt === undefined ? undefined : rfc3339(plan.nextResyncAt),
    graphState: graphState(desired, plan),
    suspendedSince:
      plan.step === 'Suspended' ? (before?.suspendedSince ?? rfc3339(observed.now)) : undefined,
    unreadSince: isReachable(observed) ? undefined : (before?.unreadSince ?? rfc3339(observed.now)),
    ...(isReachable(observed) && inDatabase(desired, observed)),
  };
}

function inDatabase(desired: Desired, observed: Reachable): Partial<AhltEnvironmentStatus> {
  const { seed, resync } = observed.database.ledger;
  const known = knownPlan(desired, observed);
  const pending = known?.is === 'pending' ? known : undefined;
  const current = schemaOf(observed) ?? undefined;
  return {
    schema: current,
    migrations: defined({
      current,
      target: known?.plan.target ?? undefined,
      planHash: pending?.plan.hash,
      grade: pending?.plan.grade,
      pending:
        known &&
        (pending?.pending ?? [])
          .slice(-200)
          .map(({ id, grade, effect }) => ({ id, grade, effect: bounded(effect, 1024) })),
    }),
    seed: seed && { profile: seed.profile, digest: seed.digest, at: rfc3339(seed.at) },
    graph: resync && {
      nodes: resync.nodes,
      relationships: resync.relationships,
      syncedAt: rfc3339(resync.finishedAt),
      digest: resync.digest,
    },
  };
}

function graphState({ spec }: Desired, { conditions }: Plan): GraphState {
  if (!spec.graph.enabled) return 'off';
  const status = conditions.find(({ type }) => type === 'GraphSynced')?.status;
  return status === 'True' ? 'in sync' : status === 'False' ? 'stale' : 'unknown';
}

type Run = NonNullable<AhltEnvironmentStatus['runs']>[number];

/**
 * The last runs, newest first: those with existing Jobs, and older ones from the previous status.
 */
function runsOf(before: readonly Run[], runs: readonly CommandRun[]): Run[] {
  const now = runs.map(described);
  const known = new Set(now.map(identity));
  const all = [...now, ...before.filter((run) => !known.has(identity(run)))];
  return all
    .toSorted(
      (a, b) => b.startedAt.localeCompare(a.startedAt) || a.command.localeCompare(b.command),
    )
    .slice(0, keptRuns);
}

const identity = ({ command, startedAt }: Run) => `${command} ${startedAt}`;

function described(run: CommandRun): Run {
  const { command, image, startedAt, finishedAt, state, waiting } = run;
  const message =
    state === 'failed' || state === 'unread'
      ? failureOf(run)
      : waiting && `${waiting.reason}: ${waiting.message}`;
  return defined({
    command,
    image,
    startedAt: rfc3339(startedAt),
    finishedAt: finishedAt === undefined ? undefined : rfc3339(finishedAt),
    outcome: state,
    message: message && bounded(message, 1000),
  });
}

/** Omits undefined members, which JSON does not have. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as T;
}
