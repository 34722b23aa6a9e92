import { keyOf, nameOf, type ObjectName } from '../clients/kubernetes-types.ts';
import type { Clock } from '../runtime/clock.ts';
import { WorkQueue } from '../runtime/work-queue.ts';
import type { EnvironmentObject } from './resource.ts';
import { ServerOutages } from './server-outages.ts';
import { serversOf } from './servers.ts';

export interface EnvironmentQueueOptions {
  readonly clock: Clock;
  /** Environments reconciled concurrently. */
  readonly concurrency: number;
  /** The resource from the cache. */
  readonly find: (name: ObjectName) => EnvironmentObject | undefined;
}

export interface EnvironmentQueue {
  readonly queue: WorkQueue<ObjectName>;
  readonly outages: ServerOutages;
}

/**
 * A queue in which one server cannot block environments of other servers: if it freezes, at most
 * half of the workers wait for it until their deadlines; then it is known to be down and no
 * environment waits for it.
 */
export function environmentQueue({
  clock,
  concurrency,
  find,
}: EnvironmentQueueOptions): EnvironmentQueue {
  const outages = new ServerOutages(clock, (key) => queue.add(nameOf(key)));
  const queue = new WorkQueue<ObjectName>({
    keyOf,
    clock,
    sharing: {
      serversOf: (name) => serversOf(find(name) ?? { metadata: name }),
      share: Math.max(1, Math.floor(concurrency / 2)),
      isDown: (server) => outages.isDown(server),
    },
  });
  return { queue, outages };
}
