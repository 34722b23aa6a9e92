import type { Condition } from '#cdk8s/api/index.ts';
import type { Occurrence } from '../runtime/event-series.ts';

/** Conditions that only sum the others up. */
const summaries: readonly string[] = ['Reconciling', 'Stalled'];

/**
 * What people are told as Events: every change of a condition's status or reason. The conditions before come from the status, so a
 * restarted operator repeats nothing.
 */
export function transitions(before: readonly Condition[], after: readonly Condition[]): Occurrence[] {
  const bad = isBad(after);
  const changed = after.filter((one) => !summaries.includes(one.type) && differs(one, before));
  // Ready says what the step says: told once.
  const steps = changed.filter(({ type }) => type !== 'Ready');
  const told = changed.filter((one) => one.type !== 'Ready' || !steps.some(({ reason }) => reason === one.reason));
  return told.filter(isNews).map(({ reason, message, type, status }) => ({
    type: bad && status === 'False' && !quiet.has(reason) ? 'Warning' : 'Normal',
    reason,
    action: type,
    note: message,
  }));
}

function differs({ type, status, reason }: Condition, before: readonly Condition[]): boolean {
  const known = before.find((one) => one.type === type);
  return known?.status !== status || known.reason !== reason;
}

/** A failure that is retried, or a stop. */
const isBad = (conditions: readonly Condition[]) =>
  conditions.some(
    ({ type, status, reason }) => status === 'True' && (type === 'Stalled' || (type === 'Reconciling' && reason === 'Retrying')),
  );

/** Not there yet, which nobody needs to be told. */
const quiet = new Set(['Pending', 'NotWanted', 'NotNeeded', 'NotPlanned', 'NotChecked', 'NeverSynced', 'InPlace', 'GraphOff']);
const isNews = ({ reason }: Condition) => !quiet.has(reason);
