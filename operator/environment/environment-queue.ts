import { keyOf, nameOf, type ObjectName } from '../clients/kubernetes-types.ts';
import type { Clock } from '../runtime/clock.ts';
import { WorkQueue } from '../runtime/work-queue.ts';
import type { EnvironmentObject } from './resource.ts';
import { ServerOutages } from './server-outages.ts';
import { serversOf } from './servers.ts';

export interface EnvironmentQueueOptions {
  readonly clock: Clock;
  /** Environments that are worked on at the same time. */
  readonly concurrency: number;
  /** The resource as the cache has it. */
  readonly find: (name: ObjectName) => EnvironmentObject | undefined;
}

export interface EnvironmentQueue {
  readonly queue: WorkQueue<ObjectName>;
  readonly outages: ServerOutages;
}

/**
 * The queue of environments, in which one server can't hold up the others: when it freezes, the
 * passes that wait for it until their deadlines are at most half of the workers, and then it is
 * known to be down and no environment waits for it.
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
