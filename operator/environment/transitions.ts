import type { AhltEnvironmentStatus, Condition } from '#cdk8s/api/index.ts';
import type { Occurrence } from '../runtime/event-series.ts';
import { imageVersion } from './words.ts';

/** Conditions that only summarize others. */
const summaries: readonly string[] = ['Reconciling', 'Stalled'];

/**
 * Events for every change of a condition's status or reason. The previous conditions come from the
 * status, so a restarted operator repeats nothing.
 */
export function transitions(
  before: readonly Condition[],
  after: readonly Condition[],
): Occurrence[] {
  const bad = isBad(after);
  const changed = after.filter((one) => !summaries.includes(one.type) && differs(one, before));
  // Ready repeats the message of the step with more detail: record it once.
  const ready = changed.find(({ type }) => type === 'Ready');
  const reported = changed.filter(
    ({ type, reason }) => type === 'Ready' || reason !== ready?.reason,
  );
  return reported.filter(isNews).map(({ reason, message, type, status }) => ({
    type:
      (bad && status === 'False') || (type === 'Drifted' && status === 'True')
        ? 'Warning'
        : 'Normal',
    reason,
    action: type,
    note: message,
  }));
}

/** The migrations of an image, reported once per plan. */
export function planned(
  before: AhltEnvironmentStatus | undefined,
  after: AhltEnvironmentStatus,
  image: string,
): Occurrence[] {
  const { planHash, pending = [], grade } = after.migrations ?? {};
  if (!planHash || planHash === before?.migrations?.planHash) return [];
  const [first, last] = [pending.at(0)?.id, pending.at(-1)?.id];
  const note = `${imageVersion(image)} brings ${first === last ? first : `${first} → ${last}`} (${grade}): ${planHash}`;
  return [{ type: 'Normal', reason: 'Planned', action: 'Plan', note }];
}

function differs({ type, status, reason }: Condition, before: readonly Condition[]): boolean {
  const known = before.find((one) => one.type === type);
  return known?.status !== status || known.reason !== reason;
}

/** A failure that is retried, or a stop. */
const isBad = (conditions: readonly Condition[]) =>
  conditions.some(
    ({ type, status, reason }) =>
      status === 'True' &&
      (type === 'Stalled' || (type === 'Reconciling' && reason === 'Retrying')),
  );

/** Initial states, which need no Event. */
const quiet = new Set([
  'DatabaseNotRead',
  'Pending',
  'NotWanted',
  'NotNeeded',
  'NotPlanned',
  'NotChecked',
  'NeverSynced',
  'InPlace',
  'GraphOff',
]);
const isNews = ({ reason }: Condition) => !quiet.has(reason);
