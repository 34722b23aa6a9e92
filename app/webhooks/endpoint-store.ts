import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { DisabledBecause, Webhook, WebhookLine } from './webhook.ts';

const shown = sql`w.id, w.name, w.url, w.events, w.tor_id as "torId", t.label as committee,
  w.disabled_because as "disabledBecause", w.disabled_at as "disabledAt",
  w.failing_since as "failingSince", w.version::text as version, w.created_at as "createdAt"`;

const from = sql`webhook_endpoints w left join entities t on t.id = w.tor_id and t.entity_type = 'tor'`;

/** All webhooks by name, with what became of their deliveries. */
export const listWebhooks = (db: Db): Promise<readonly WebhookLine[]> => linesWhere(db, sql`true`);

/** A webhook; `undefined` if there is none with this id. */
export async function findWebhook(db: Db, id: string): Promise<WebhookLine | undefined> {
  return (await linesWhere(db, sql`w.id = ${id}`))[0];
}

async function linesWhere(db: Db, condition: RawBuilder<unknown>): Promise<readonly WebhookLine[]> {
  const count = (states: RawBuilder<unknown>) => sql`(select count(*)::integer from (
    select from webhook_deliveries d where d.endpoint_id = w.id and d.state in (${states}) limit 1000) counted)`;
  const { rows } = await sql<WebhookLine>`
    select ${shown}, ${count(sql`'waiting', 'sending'`)} as waiting, ${count(sql`'failed'`)} as failed,
      (select a.at from webhook_deliveries d join webhook_attempts a on a.delivery_id = d.id and a.outcome = 'delivered'
        where d.endpoint_id = w.id and d.state = 'delivered' order by d.id desc, a.id desc limit 1) as "deliveredAt"
    from ${from} where ${condition} order by lower(w.name), w.id limit 500`.execute(db);
  return rows;
}

/** Locks and returns a webhook until the transaction ends. */
export async function lockWebhook(tx: Tx, id: string): Promise<Webhook | undefined> {
  const { rows } = await sql<Webhook>`
    select ${shown} from ${from} where w.id = ${id} for update of w`.execute(tx);
  return rows[0];
}

/** Names of all webhooks. Creating or renaming another one waits until this transaction ends. */
export async function lockNames(tx: Tx): Promise<readonly { id: string; name: string }[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ahlt webhooks', 0))`.execute(tx);
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from webhook_endpoints`.execute(tx);
  return rows;
}

/** The fields of a webhook that an administrator chooses. */
export interface WebhookFields {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly torId: string | null;
}

export async function insertWebhook(
  tx: Tx,
  { name, url, events, torId }: WebhookFields,
  now: Date,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into webhook_endpoints (name, url, events, tor_id, created_at)
    values (${name}, ${url}, ${[...events]}::text[], ${torId}, ${now}) returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

export async function changeWebhook(
  tx: Tx,
  id: string,
  { name, url, events, torId }: WebhookFields,
): Promise<void> {
  await sql`
    update webhook_endpoints set name = ${name}, url = ${url}, events = ${[...events]}::text[],
      tor_id = ${torId}, version = version + 1 where id = ${id}`.execute(tx);
}

export async function deleteWebhookRow(tx: Tx, id: string): Promise<void> {
  await sql`delete from webhook_endpoints where id = ${id}`.execute(tx);
}

/** Disables a webhook, or enables it with its failures forgotten. */
export async function switchWebhook(
  tx: Tx,
  id: string,
  { because, now }: { readonly because: DisabledBecause | null; readonly now: Date },
): Promise<void> {
  await sql`
    update webhook_endpoints set disabled_because = ${because},
      disabled_at = ${because === null ? null : now},
      failing_since = ${because === null ? null : sql`failing_since`}, version = version + 1
    where id = ${id}`.execute(tx);
}

/** Number of webhooks that get events. */
export async function countActive(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from webhook_endpoints where disabled_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The setting `webhooks.private_addresses`, as it is stored. */
export async function readNamedAddresses(db: Db): Promise<string> {
  const { rows } = await sql<{ value: string | null }>`
    select properties ->> 'value' as value from entities
    where entity_type = 'setting' and name = 'webhooks.private_addresses'`.execute(db);
  return rows[0]?.value ?? '';
}
