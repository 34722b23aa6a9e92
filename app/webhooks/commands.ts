import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { findEntities } from '../ontology/lookup.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { addressProblem, namedAddresses } from './addresses.ts';
import { lockDelivery, queueTest, requeueDelivery } from './delivery-store.ts';
import {
  changeWebhook,
  deleteWebhookRow,
  insertWebhook,
  lockNames,
  lockWebhook,
  readNamedAddresses,
  switchWebhook,
  type WebhookFields,
} from './endpoint-store.ts';
import { testBody } from './message.ts';
import { mostWebhooks } from './rules.ts';
import { putSecret } from './secret-store.ts';
import { texts } from './texts.ts';
import type { DisabledBecause, Webhook } from './webhook.ts';

const managed = { may: 'webhooks.manage', alwaysAudited: true } as const;

/** A secret that is to be kept. What a command returns of it is the mark of its request only. */
interface MadeSecret {
  readonly secret: string;
  /** Tells this request from an earlier submission of the same form. */
  readonly mark: string;
}

/** Id and name of a webhook whose secret was made, and the mark of the request that made it. */
export interface Made {
  readonly id: string;
  readonly name: string;
  readonly mark: string;
}

/** Creates a webhook with its secret. */
export const createWebhook = command<WebhookFields & MadeSecret, Made>(
  'webhook.created',
  managed,
  async (tx, { input: { secret, mark, ...fields }, now }) => {
    const known = await lockNames(tx);
    if (known.length >= mostWebhooks)
      throw refuse({ message: texts.refused.tooMany(mostWebhooks), code: 'too_many_webhooks' });
    const committee = await check(tx, fields, known);
    const id = await insertWebhook(tx, fields, now);
    await putSecret(tx, { webhook: id, secret, now });
    return saved({
      target: targetOf({ id, name: fields.name }),
      after: facts(fields, committee),
      value: { id, name: fields.name, mark },
    });
  },
);

export interface WebhookChange extends WebhookFields {
  readonly id: string;
  /** The version that was shown; `undefined`: whatever it is. */
  readonly version: string | undefined;
}

/** Changes a webhook. Returns its name. */
export const updateWebhook = command<WebhookChange, string>(
  'webhook.updated',
  managed,
  async (tx, { input: { id, version, ...fields } }) => {
    const known = await lockNames(tx);
    const before = await lock(tx, id);
    if (version !== undefined && version !== before.version)
      throw refuse({ message: texts.refused.changed, code: 'conflict' }, 409);
    const others = known.filter((other) => other.id !== id);
    const committee = await check(tx, fields, others, before.torId);
    await changeWebhook(tx, id, fields);
    return saved({
      target: targetOf({ id, name: fields.name }),
      before: facts(before, before.committee),
      after: facts(fields, committee),
      value: fields.name,
    });
  },
);

interface Ref {
  readonly id: string;
}

/** Deletes a webhook with its secrets and deliveries. Returns its name. */
export const deleteWebhook = command<Ref, string>(
  'webhook.deleted',
  managed,
  async (tx, { input: { id } }) => {
    const before = await lock(tx, id);
    await deleteWebhookRow(tx, id);
    return saved({
      target: targetOf(before),
      before: facts(before, before.committee),
      value: before.name,
    });
  },
);

/** Enables a webhook: deliveries that wait are sent. Returns its name. */
export const enableWebhook = command<Ref, string>(
  'webhook.enabled',
  managed,
  async (tx, { input: { id }, now }) => {
    const before = await lock(tx, id);
    if (before.disabledBecause === null) throw refuse(texts.refused.enabled, 409);
    await switchWebhook(tx, id, { because: null, now });
    return saved({
      target: targetOf(before),
      before: { disabled: before.disabledBecause },
      after: { disabled: null },
      value: before.name,
    });
  },
);

/** Disables a webhook: it gets no more events, and deliveries wait. Returns its name. */
export const disableWebhook = command<Ref, string>(
  'webhook.disabled',
  managed,
  async (tx, { input: { id }, now }) => switchedOff(tx, id, 'user', now),
);

/** Disables a webhook that fails or is gone; run by the app itself (spec webhooks#retries). */
export const disableFailing = command<
  Ref & { readonly because: Exclude<DisabledBecause, 'user'> },
  string
>('webhook.disabled', managed, async (tx, { input: { id, because }, now }) =>
  switchedOff(tx, id, because, now),
);

async function switchedOff(tx: Tx, id: string, because: DisabledBecause, now: Date) {
  const before = await lock(tx, id);
  if (before.disabledBecause !== null) throw refuse(texts.refused.alreadyDisabled, 409);
  await switchWebhook(tx, id, { because, now });
  return saved({
    target: targetOf(before),
    before: { disabled: null },
    after: { disabled: because },
    value: before.name,
  });
}

/** Replaces the secret of a webhook; the one before still signs for a day. */
export const rotateSecret = command<Ref & MadeSecret, Made>(
  'webhook.secret_rotated',
  managed,
  async (tx, { input: { id, secret, mark }, now }) => {
    const { name } = await lock(tx, id);
    await putSecret(tx, { webhook: id, secret, now });
    return saved({ target: targetOf({ id, name }), value: { id, name, mark } });
  },
);

/** Queues a test event. Returns the id of its delivery. */
export const testWebhook = command<Ref, string>(
  'webhook.tested',
  managed,
  async (tx, { input: { id }, now }) => {
    const webhook = await lock(tx, id);
    if (webhook.disabledBecause !== null) throw refuse(texts.refused.disabled, 409);
    const body = testBody(now, webhook);
    const value = await queueTest(tx, { webhook: id, body, label: texts.testLabel, now });
    return saved({ target: targetOf(webhook), value });
  },
);

/** Queues a delivery again, with all its attempts and the same id. Returns its type. */
export const resendDelivery = command<Ref & { readonly delivery: string }, string>(
  'webhook.resent',
  managed,
  async (tx, { input: { id, delivery }, now }) => {
    const webhook = await lock(tx, id);
    const found = await lockDelivery(tx, id, delivery);
    if (found === undefined) throw refuseMissing();
    if (webhook.disabledBecause !== null) throw refuse(texts.refused.disabled, 409);
    if (found.state === 'sending') throw refuse(texts.refused.waits, 409);
    await requeueDelivery(tx, delivery, now);
    return saved({
      target: targetOf(webhook),
      details: { message_id: found.messageId, event: found.type },
      value: found.type,
    });
  },
);

async function lock(tx: Tx, id: string): Promise<Webhook> {
  const found = await lockWebhook(tx, id);
  if (found === undefined) throw refuseMissing();
  return found;
}

/**
 * Refuses a taken name, an address that may not be reached, and an unknown committee.
 * @param kept a committee that the webhook has already, which may have been deleted
 * @returns the label of the committee
 */
async function check(
  tx: Tx,
  { name, url, torId }: WebhookFields,
  others: readonly { readonly name: string }[],
  kept: string | null = null,
): Promise<string | null> {
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
    throw refuse({ field: 'name', message: texts.refused.nameTaken, code: 'name_taken' });
  const problem = addressProblem(url, namedAddresses(await readNamedAddresses(tx)));
  if (problem !== undefined) throw refuse({ field: 'url', message: problem, code: 'bad_address' });
  if (torId === null) return null;
  const [committee] = await findEntities(tx, 'tor', [torId]);
  if (committee === undefined && torId !== kept)
    throw refuse({ field: 'tor_id', message: texts.refused.committee, code: 'unknown_tor' });
  return committee?.label ?? null;
}

const targetOf = ({ id, name }: Pick<Webhook, 'id' | 'name'>) => ({
  ...{ type: 'webhook', id, label: name },
});

/** For the audit log. Addresses often hold a key in their query, which stays out of it. */
const facts = ({ name, url, events }: WebhookFields, committee: string | null) => {
  const { origin, pathname } = new URL(url);
  return { name, address: `${origin}${pathname}`, events: [...events], committee };
};
