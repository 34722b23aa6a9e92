import type { UpToDate } from '../facts.ts';
import type { Desired, Observed, Plan } from '../types.ts';
import { counted, imageVersion, ready } from '../words.ts';
import { keep, pardoned } from './roll-out.ts';

/** Up to date: reverts changes by others and waits for the next event. */
export function watch({ spec }: Desired, observed: Observed, { schema }: UpToDate): Plan {
  const { workload } = observed;
  const pods = `${workload.availableReplicas} of ${counted(workload.replicas, 'pod')}`;
  const message = `${imageVersion(spec.image)} serves on schema ${schema} with ${pods}.`;
  return {
    step: 'Watching',
    actions: keep(pardoned(observed)),
    conditions: ready('UpToDate', message),
  };
}
