import type { Tx } from '../db/database.ts';
import type { Audience } from '../ontology/audience.ts';

/** What a command did, as those read it who act on it. It holds no secrets. */
export interface DomainEvent {
  /** In the order in which the events were committed. */
  readonly id: string;
  readonly at: Date;
  /** That of the audit log, such as `user.created`. */
  readonly action: string;
  /** `null` for the app itself. */
  readonly actorId: string | null;
  readonly actorName: string;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly audience: Audience;
  /** The difference, as in the audit log; `null`: it wasn't there, or nothing of it is kept. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/**
 * Acts on events after the commit; `app/declared-jobs.ts` has all consumers. Its job is called
 * `events.<name>`, with its words in the `declare.ts` of its feature.
 */
export interface EventConsumer {
  /** At most 48 characters, such as `notifications`. */
  readonly name: string;
  /**
   * Handles events in their order. What it writes with `tx` is kept together with how far it has
   * read; anything else may happen twice. To wait for another server, it queues a job.
   */
  readonly handle: (tx: Tx, events: readonly DomainEvent[]) => Promise<void>;
}
