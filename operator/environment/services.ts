import type { Platform } from '#cdk8s/api/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { EventRecorder } from '../runtime/event-recorder.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Writers } from './carry-out.ts';
import type { Cluster } from './cluster.ts';
import type { InspectDatabase } from './inspect-database.ts';
import type { RunEnds } from './run-ends.ts';
import type { RetryPolicy } from './types.ts';

/** The services of a pass, in addition to the name of its environment. */
export interface Services extends Writers {
  readonly cluster: Cluster;
  readonly platform: Platform;
  readonly inspect: InspectDatabase;
  /** The API server's time. */
  readonly clock: Clock;
  readonly runEnds: RunEnds;
  readonly events: EventRecorder;
  readonly log: Logger;
  /** The API server refused a status, for this reason. */
  readonly onStatusRefused?: ((reason: string) => void) | undefined;
  readonly retry: RetryPolicy;
  /** The database is checked at least this often. */
  readonly resyncSeconds: number;
}
