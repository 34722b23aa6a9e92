/** Why an endpoint gets nothing: an administrator disabled it, it failed for a day, or it is gone. */
export type DisabledBecause = 'user' | 'failures' | 'gone';

/** `sending`: a run has it now; its claim ends by itself. `failed`: no attempt is left. */
export const deliveryStates = ['waiting', 'sending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** An address that learns of events. Its secrets are kept elsewhere. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Groups of events, as the audit log has them; `['all']` for all. */
  readonly events: readonly string[];
  /** Only events of this committee; `null`: all. */
  readonly torId: string | null;
  /** Label of that committee; `null` also if it was deleted. */
  readonly committee: string | null;
  readonly disabledBecause: DisabledBecause | null;
  readonly disabledAt: Date | null;
  /** First failure since the last success. */
  readonly failingSince: Date | null;
  readonly version: string;
  readonly createdAt: Date;
}

/** A webhook in the list, with its newest deliveries summed up. */
export interface WebhookLine extends Webhook {
  readonly waiting: number;
  readonly failed: number;
  /** When a delivery last succeeded. */
  readonly deliveredAt: Date | null;
}

/** How an attempt ended; `redirect`, `address` and so on say why it failed. */
export const outcomes = [
  'delivered',
  'status',
  'redirect',
  'timeout',
  'address',
  'connection',
] as const;
export type AttemptOutcome = (typeof outcomes)[number];

/** The answer of an endpoint. */
export interface Answered {
  readonly outcome: AttemptOutcome;
  /** HTTP status; `null`: there was no answer. */
  readonly status: number | null;
  /** A code such as `ECONNREFUSED`, the refused address, or where a redirect leads. */
  readonly detail: string | null;
  /** Beginning of the body, as text. */
  readonly response: string | null;
  readonly durationMs: number;
}

/** One request to an endpoint. */
export interface Attempt extends Answered {
  readonly id: string;
  readonly at: Date;
}

/** A message to an endpoint, in a list. */
export interface DeliveryLine {
  readonly id: string;
  readonly messageId: string;
  readonly type: string;
  /** Label of the event's target. */
  readonly label: string;
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly createdAt: Date;
  /** The newest attempt. */
  readonly last: Pick<Attempt, 'outcome' | 'status' | 'detail' | 'durationMs'> | null;
}

/** A message with all that is known of it. */
export interface Delivery extends Omit<DeliveryLine, 'last'> {
  /** The JSON document, as it is signed and sent. */
  readonly body: string;
  /** The newest first. */
  readonly history: readonly Attempt[];
}
