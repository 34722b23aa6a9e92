import { setTimeout as sleep } from 'node:timers/promises';
import { systemActor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { namedAddresses } from './addresses.ts';
import { disableFailing } from './commands.ts';
import { readNamedAddresses } from './endpoint-store.ts';
import type { ObserveDelivery } from './metrics.ts';
import {
  type Claimed,
  claimDue,
  lockFailing,
  mostPerEndpoint,
  noteAttempt,
  noteFailing,
  releaseClaim,
} from './queue-store.ts';
import { afterAttempt, mostWebhooks, type Next } from './rules.ts';
import { type SendOptions, send } from './send.ts';

/** Requests of a process at a time: enough for all endpoints, so that none waits for a slow one. */
const mostAtOnce = mostPerEndpoint * mostWebhooks;
/** How often a run looks for more while requests are open. */
const lookMs = 1_000;
/** A run ends then and another follows, so that its job shows that it works. */
const longestRunMs = 60_000;

export interface DeliverServices extends CommandServices {
  readonly version: string;
  readonly observe: ObserveDelivery;
  readonly log: { warn(facts: object, message: string): void };
  /** Resolves names; tests replace it. */
  readonly resolve?: SendOptions['resolve'];
}

/**
 * Sends due deliveries, several endpoints at a time, until none is left (spec webhooks#delivery). A
 * message that was sent and not noted, because the process ended, is sent again with the same id.
 * @returns how many requests were made
 */
export async function deliver(services: DeliverServices, signal: AbortSignal): Promise<number> {
  const { db, now } = services;
  const named = namedAddresses(await readNamedAddresses(db));
  const options = {
    ...{ named, now, signal, agent: `ahlt/${services.version} (webhooks)` },
    ...(services.resolve !== undefined && { resolve: services.resolve }),
  };
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const ends = performance.now() + longestRunMs;
  let sent = 0;
  for (;;) {
    const mayTake = !signal.aborted && failures.length === 0 && performance.now() < ends;
    const most = mayTake ? mostAtOnce - open.size : 0;
    const claimed = most > 0 ? await claimDue(db, { most, now: now() }) : [];
    for (const one of claimed) {
      sent += 1;
      const request = attempt(services, one, options)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => open.delete(request));
      open.add(request);
    }
    if (open.size === 0) break;
    const waiting = new AbortController();
    const look = sleep(lookMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([...open, look]);
    waiting.abort();
  }
  if (failures.length > 0) throw failures[0];
  return sent;
}

async function attempt(
  services: DeliverServices,
  claimed: Claimed,
  options: SendOptions,
): Promise<void> {
  const { db, now } = services;
  const { messageId: id, url, body, secrets } = claimed;
  let answered: Awaited<ReturnType<typeof send>>;
  try {
    answered = await send({ id, url, body, secrets }, options);
  } catch (error) {
    await releaseClaim(db, claimed, now());
    if (options.signal.aborted) return;
    throw error;
  }
  const at = now();
  const next = await db.transaction().execute(async (tx): Promise<Next | undefined> => {
    const failingSince = await lockFailing(tx, claimed.webhook);
    const attempts = claimed.attempts + 1;
    const after = afterAttempt({
      answered,
      attempts,
      failingSince,
      now: at,
      random: Math.random(),
    });
    if (!(await noteAttempt(tx, claimed, answered, after, at))) return undefined;
    await noteFailing(tx, claimed.webhook, after.failingSince);
    return after;
  });
  services.observe(answered.outcome, answered.durationMs / 1000);
  if (next?.disables === undefined) return;
  services.log.warn({ webhook: claimed.webhook, because: next.disables }, 'webhook disabled');
  await disableFailing(services, systemActor(), { id: claimed.webhook, because: next.disables });
}
