import type { Clock } from '../runtime/clock.ts';
import type { EventRecorder } from '../runtime/event-recorder.ts';
import type { Hands } from './carry-out.ts';
import type { Cluster } from './cluster.ts';
import type { InspectDatabase } from './inspect-database.ts';
import type { RetryPolicy } from './types.ts';

/** What a pass needs beside the name of its environment. */
export interface Services extends Hands {
  readonly cluster: Cluster;
  readonly inspect: InspectDatabase;
  readonly clock: Clock;
  readonly events: EventRecorder;
  readonly retry: RetryPolicy;
  /** The database is looked at again at least so often. */
  readonly resyncSeconds: number;
}
