import type { Answered, DeliveryState, DisabledBecause } from './webhook.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Time to the next attempt after each failure; the first attempt is at once (Standard Webhooks). */
const delays = [
  ...[5 * second, 5 * minute, 30 * minute],
  ...[2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
] as const;

/** Attempts until a delivery has failed. */
export const mostAttempts = delays.length + 1;

/** Uninterrupted failures of an endpoint until it is disabled. */
const patienceMs = 24 * hour;

/** How long a rotated secret still signs. */
export const graceMs = 24 * hour;

export interface Given {
  readonly answered: Pick<Answered, 'outcome' | 'status'>;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** First failure of the endpoint since its last success, before this attempt. */
  readonly failingSince: Date | null;
  readonly now: Date;
  /** From 0 to 1: moves a retry by up to a tenth, so that messages are not all sent together. */
  readonly random: number;
}

export interface Next {
  readonly state: Extract<DeliveryState, 'waiting' | 'delivered' | 'failed'>;
  readonly dueAt: Date;
  readonly failingSince: Date | null;
  /** Why the endpoint is disabled now. */
  readonly disables?: Exclude<DisabledBecause, 'user'>;
}

/** The state of a delivery and its endpoint after an attempt (spec webhooks#retries). Pure. */
export function afterAttempt({ answered, attempts, failingSince, now, random }: Given): Next {
  if (answered.outcome === 'delivered')
    return { state: 'delivered', dueAt: now, failingSince: null };
  const since = failingSince ?? now;
  if (answered.status === 410)
    return { state: 'failed', dueAt: now, failingSince: since, disables: 'gone' };
  const delay = delays[attempts - 1];
  const isOver = now.getTime() - since.getTime() >= patienceMs;
  return {
    ...(delay === undefined
      ? { state: 'failed', dueAt: now }
      : { state: 'waiting', dueAt: new Date(now.getTime() + delay * (1 + random / 10)) }),
    failingSince: since,
    ...(isOver && { disables: 'failures' as const }),
  };
}

/** Endpoints of an installation. */
export const mostWebhooks = 50;
