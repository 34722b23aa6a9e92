import type { Desired, Observed, Plan } from '../types.ts';
import { condition, stalled, wholeSecond } from '../words.ts';

/**
 * A spec that breaks a rule changes nothing: what runs keeps running. It may be older than the
 * rule.
 */
export function refuse({ problems, name, namespace }: Desired): Plan | undefined {
  if (problems.length === 0) return undefined;
  const message = `${problems.join('; ')}. Change the spec (kubectl -n ${namespace} edit ahlt ${name}, or the environment file); nothing is changed until then.`;
  return { step: 'Accept', actions: [], conditions: stalled('InvalidSpec', message) };
}

/** Everything stops except reporting; what runs keeps running and is not repaired. */
export function suspend({ spec }: Desired, { workload, now, before }: Observed): Plan | undefined {
  if (!spec.suspend) return undefined;
  const since = wholeSecond(before.suspendedSince ?? now);
  const message = `Suspended since ${since}: nothing is run, rolled out or repaired until spec.suspend is false.`;
  const conditions = [
    condition('Ready', workload.complete ? 'True' : 'False', 'Suspended', message),
    condition('Reconciling', 'False', 'Suspended', message),
    condition('Stalled', 'False', 'NotStalled', message),
  ];
  return { step: 'Suspended', actions: [], conditions };
}
