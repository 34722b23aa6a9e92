import { sql } from 'kysely';
import { type CountedPage, countedPage } from '../db/counted-page.ts';
import type { Db } from '../db/database.ts';
import type { Delivery, DeliveryLine, DeliveryState } from './webhook.ts';

interface DeliveryFilter {
  readonly webhook: string;
  readonly state: DeliveryState | undefined;
  readonly page: number;
  readonly size: number;
}

const shown = sql`d.id::text as id, d.message_id as "messageId", d.type, d.label, d.state, d.due_at as "dueAt",
  d.attempts, d.created_at as "createdAt"`;

/** The newest attempt of a delivery of the page. */
const last = sql`(select json_build_object('outcome', a.outcome, 'status', a.status, 'detail', a.detail,
    'durationMs', a.duration_ms) from webhook_attempts a
  where a.delivery_id = line.id::bigint order by a.id desc limit 1)`;

/** One page of a webhook's deliveries, the newest first, in one statement. */
export async function listDeliveries(
  db: Db,
  { webhook, state, page, size }: DeliveryFilter,
): Promise<CountedPage<DeliveryLine>> {
  return countedPage(db, {
    from: sql`from webhook_deliveries d where endpoint_id = ${webhook}
      and ${state === undefined ? sql`true` : sql`state = ${state}`}`,
    columns: shown,
    more: sql`${last} as last`,
    orderBy: sql`d.id desc`,
    page,
    size,
  });
}

/** A delivery of a webhook with its newest attempts; `undefined` if there is none with this id. */
export async function findDelivery(
  db: Db,
  webhook: string,
  id: string,
): Promise<Delivery | undefined> {
  const { rows } = await sql<Omit<Delivery, 'history'> & { history: readonly StoredAttempt[] }>`
    select ${shown}, d.body, coalesce((
      select json_agg(json_build_object('id', a.id::text, 'at', a.at, 'outcome', a.outcome, 'status', a.status,
        'detail', a.detail, 'response', a.response, 'durationMs', a.duration_ms) order by a.id desc)
      from (select * from webhook_attempts where delivery_id = d.id order by id desc limit 50) a), '[]') as history
    from webhook_deliveries d where d.id = ${id} and d.endpoint_id = ${webhook}`.execute(db);
  const [found] = rows;
  return (
    found && {
      ...found,
      history: found.history.map(({ at, ...attempt }) => ({ ...attempt, at: new Date(at) })),
    }
  );
}

type StoredAttempt = Omit<Delivery['history'][number], 'at'> & { readonly at: string };
