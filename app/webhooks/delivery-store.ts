import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { DomainEvent } from '../events/index.ts';
import { committeeOf } from '../notifications/index.ts';
import { allEvents } from './groups.ts';
import type { Place } from './message.ts';

/** The committees of events' targets, by the id of the event. */
export async function readPlaces(
  tx: Tx,
  events: readonly DomainEvent[],
): Promise<ReadonlyMap<string, Place>> {
  const given = events.map(({ id, audience, targetType, targetId }) => ({
    id,
    target: targetId,
    tor: targetType === 'tor' ? targetId : audience.kind === 'committee' ? audience.id : null,
  }));
  const { rows } = await sql<Place & { id: string }>`
    select given.id::text as id, tor.id::text as "torId", tor.label as committee
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(id bigint, target bigint, tor bigint)
      join entities tor on tor.id = coalesce(given.tor, ${committeeOf(sql.ref('given.target'))})
        and tor.entity_type = 'tor'`.execute(tx);
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

interface NewMessage {
  readonly event: string;
  readonly type: string;
  readonly group: string;
  readonly label: string;
  /** Id of the committee that it is about. */
  readonly tor: string | null;
  readonly body: string;
}

const messageId = sql`'msg_' || replace(gen_random_uuid()::text, '-', '')`;

/** Queues messages for all endpoints that want them, each once. */
export async function queueMessages(
  tx: Tx,
  messages: readonly NewMessage[],
  now: Date,
): Promise<void> {
  await sql`
    insert into webhook_deliveries (endpoint_id, event_id, message_id, type, label, body, due_at, created_at)
    select w.id, m.event, ${messageId}, m.type, m.label, m.body, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
        as m(event bigint, type text, "group" text, label text, tor bigint, body text)
      join webhook_endpoints w on w.disabled_at is null and w.events && array[${allEvents}, m."group"]
        and (w.tor_id is null or w.tor_id = m.tor)
    order by m.event, w.id
    on conflict on constraint webhook_deliveries_once do nothing`.execute(tx);
}

/** Queues a message that no event is the reason for. Returns the delivery's id. */
export async function queueTest(
  tx: Tx,
  { webhook, body, label, now }: { webhook: string; body: string; label: string; now: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into webhook_deliveries (endpoint_id, message_id, type, label, body, due_at, created_at)
    values (${webhook}, ${messageId}, 'webhook.test', ${label}, ${body}, ${now}, ${now})
    returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

/** Locks and returns a delivery of an endpoint. */
export async function lockDelivery(
  tx: Tx,
  webhook: string,
  id: string,
): Promise<
  { readonly state: string; readonly messageId: string; readonly type: string } | undefined
> {
  const { rows } = await sql<{ state: string; messageId: string; type: string }>`
    select state, message_id as "messageId", type from webhook_deliveries
    where id = ${id} and endpoint_id = ${webhook} for update`.execute(tx);
  return rows[0];
}

/** Queues a delivery again, with all its attempts. */
export async function requeueDelivery(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`
    update webhook_deliveries set state = 'waiting', attempts = 0, due_at = ${now}, claim = null
    where id = ${id}`.execute(tx);
}

/** Days that deliveries are kept. */
const keptDays = 30;

/** Removes old deliveries with their attempts. Returns how many. */
export async function pruneDeliveries(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  return writtenRows(
    db,
    sql`
    delete from webhook_deliveries where created_at < ${before}`,
  );
}
