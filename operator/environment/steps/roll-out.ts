import type { UpToDate } from '../facts.ts';
import { revisionKey, runKey } from '../keys.ts';
import { marks } from '../resource.ts';
import type {
  Desired,
  FailedRollout,
  Observed,
  Plan,
  PlannedCondition,
  Reachable,
  Revision,
  RollOut,
  WorkloadState,
} from '../types.ts';
import {
  bounded,
  condition,
  counted,
  imageVersion,
  progressing,
  sentence,
  stalled,
} from '../words.ts';
import { fits } from './plan-migrations.ts';

/**
 * Rolls out the desired revision and waits until it is available; at the deadline returns to the
 * last good one, if possible.
 */
export function rollOut(desired: Desired, observed: Reachable, known: UpToDate): Plan | undefined {
  const { workload, now } = observed;
  const wanted = wantedRevision(desired, known);
  if (workload.failed && workload.failed.key === tryKey(desired, observed) && workload.current)
    return rolledBack(observed, known, workload.failed, workload.current);
  if (workload.current?.key !== wanted.key) return bringIn(wanted, observed);
  if (workload.complete) return undefined;

  const repair = keep(pardoned(observed), wanted);
  const deadline = (workload.rolledOutAt ?? now) + desired.spec.rollout.deadlineSeconds * 1000;
  // A revision that was good is not rolled back: its pods are missing for another reason.
  const wasGood = workload.lastGood?.key === wanted.key;
  if (!wasGood && now < deadline)
    return step(
      repair,
      progressing('RollingOut', `${imageVersion(wanted.image)}: ${podsInWords(workload)}.`),
      (deadline - now) / 1000,
    );

  const reason = wasGood ? 'Unavailable' : 'RolloutFailed';
  const late = `Image ${imageVersion(wanted.image)} ${wasGood ? 'is no longer available' : `did not become available in ${desired.spec.rollout.deadlineSeconds} s`}`;
  const message = `${late}: ${because(workload)}`;
  const target = wasGood ? undefined : rollbackTarget(desired, observed, known);
  if (target?.revision) return takeBack(desired, observed, known, target.revision, message);
  return step(repair, progressing(reason, `${sentence(message)}${target ? ` ${target.why}` : ''}`));
}

/** The desired revision, with the schema range of its image. */
const wantedRevision = ({ spec }: Desired, { plan }: UpToDate): Revision => ({
  key: revisionKey(spec),
  image: spec.image,
  spec,
  schemaRange: plan.schemaRange,
});

/**
 * Identifies an attempt of a revision: with other Secrets or on request the same revision is tried
 * again.
 */
const tryKey = ({ spec, requestedAt }: Desired, { secretChecksum }: Reachable) =>
  runKey('try', revisionKey(spec), requestedAt, secretChecksum);

function bringIn(wanted: Revision, observed: Observed): Plan {
  const { now, workload } = observed;
  const lastGood = lastGoodOf(workload);
  const action: RollOut = { ...rollOutOf(wanted, now), ...(lastGood && { lastGood }) };
  const from =
    workload.current && workload.current.image !== wanted.image
      ? `${imageVersion(workload.current.image)} → `
      : '';
  return step(
    [action],
    progressing('RollingOut', `Rolling out ${from}${imageVersion(wanted.image)}.`),
    1,
  );
}

const rollOutOf = (revision: Revision, since: number): RollOut => ({
  kind: 'RollOut',
  image: revision.image,
  revision,
  since,
});

/**
 * Repairs what runs if others changed it. A missing Secret must be restored first: pods that
 * restarted without it would not start.
 */
export function keep(
  { workload, secretChecksum, now }: Observed,
  revision: Revision | undefined = workload.current,
): RollOut[] {
  if (!revision || !secretChecksum) return [];
  const lastGood = lastGoodOf(workload);
  const { failed, rolledOutAt = now } = workload;
  return [
    {
      ...rollOutOf(revision, rolledOutAt),
      ...(lastGood && { lastGood }),
      ...(failed && { failed }),
    },
  ];
}

/** The same observations without the failed rollout, because another one is desired now. */
export const pardoned = (observed: Observed): Observed => {
  const { failed: _, ...workload } = observed.workload;
  return { ...observed, workload };
};

/** A revision is good once it was completely available. */
const lastGoodOf = ({ complete, current, lastGood }: WorkloadState) =>
  complete && current ? current : lastGood;

/** Which revision to return to, or why none. */
function rollbackTarget(
  { spec }: Desired,
  { workload: { lastGood } }: Observed,
  { schema }: UpToDate,
): { revision: Revision; why?: never } | { revision?: never; why: string } {
  if (!spec.rollout.rollback)
    return { why: 'It is not rolled back, because spec.rollout.rollback is false.' };
  if (!lastGood) return { why: 'There is no earlier image to roll back to.' };
  const { schemaRange: range, image } = lastGood;
  if (range && fits(schema, range)) return { revision: lastGood };
  const serves = range
    ? `it serves on schema ${range.min}–${range.max}`
    : 'its schema range is unknown';
  return {
    why: `${imageVersion(image)} cannot be rolled back to: ${serves}, the database is at ${schema}. Set spec.image to a version that does.`,
  };
}

function takeBack(
  desired: Desired,
  observed: Reachable,
  known: UpToDate,
  target: Revision,
  message: string,
): Plan {
  const failed: FailedRollout = {
    key: tryKey(desired, observed),
    image: desired.spec.image,
    message: bounded(message, 700),
  };
  const action: RollOut = { ...rollOutOf(target, observed.now), lastGood: target, failed };
  return { ...rolledBack(observed, known, failed, target), actions: [action] };
}

function rolledBack(
  observed: Observed,
  { schema }: UpToDate,
  failed: FailedRollout,
  current: Revision,
): Plan {
  const range = current.schemaRange
    ? ` (range ${current.schemaRange.min}–${current.schemaRange.max})`
    : '';
  const back = `Rolled back to ${imageVersion(current.image)}, which serves on schema ${schema}${range}. Next attempt when the spec changes.`;
  return step(keep(observed), stalled('RolledBack', `${sentence(failed.message)} ${back}`));
}

function podsInWords({ replicas, availableReplicas, problems }: WorkloadState): string {
  const [first] = problems;
  return `${availableReplicas} of ${counted(replicas, 'pod')} available${first ? `, ${first}` : ''}`;
}

/**
 * The reasons of the new pods; the number of available ones is misleading while old pods still
 * serve.
 */
const because = (workload: WorkloadState) =>
  workload.problems.length > 0 ? workload.problems.slice(0, 3).join('; ') : podsInWords(workload);

function step(
  actions: Plan['actions'],
  conditions: PlannedCondition[],
  requeueAfterSeconds?: number,
): Plan {
  const [first] = conditions;
  const rolledOut = condition(
    'RolledOut',
    'False',
    first?.reason ?? 'RollingOut',
    first?.message ?? '',
  );
  return {
    step: 'RollOut',
    actions,
    conditions: [...conditions, rolledOut],
    ...(requeueAfterSeconds !== undefined && { requeueAfterSeconds }),
  };
}

const unreadable = `The Deployment's annotation ${marks.revision} cannot be read. The running version is kept until the next rollout.`;

/** The condition of the workload while another step runs. */
export function rolledOut({ workload }: Observed): PlannedCondition {
  const { current } = workload;
  if (workload.unreadable)
    return condition('RolledOut', 'Unknown', 'RevisionUnreadable', unreadable);
  if (!current) return condition('RolledOut', 'False', 'Pending', 'Nothing is deployed yet.');
  const message = `${imageVersion(current.image)}: ${podsInWords(workload)}.`;
  return workload.complete
    ? condition('RolledOut', 'True', 'Available', message)
    : condition('RolledOut', 'False', 'Unavailable', message);
}
