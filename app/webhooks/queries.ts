import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Delivery, DeliveryLine, DeliveryState } from './webhook.ts';

export interface DeliveryFilter {
  readonly webhook: string;
  readonly state: DeliveryState | undefined;
  readonly page: number;
  readonly size: number;
}

export interface DeliveryPage {
  readonly rows: readonly DeliveryLine[];
  /** How many match, as far as they were counted. */
  readonly total: number;
  /** `false` if there are more than `total`. */
  readonly exact: boolean;
  /** The page that this is: the last one, when the one asked for is beyond it. */
  readonly number: number;
}

const countedUpTo = 1_000;

const shown = sql`d.id::text as id, d.message_id as "messageId", d.type, d.label, d.state, d.due_at as "dueAt",
  d.attempts, d.created_at as "createdAt"`;

/** The newest attempt of a delivery. */
const last = sql`(select json_build_object('outcome', a.outcome, 'status', a.status, 'detail', a.detail,
    'durationMs', a.duration_ms) from webhook_attempts a
  where a.delivery_id = d.id order by a.id desc limit 1)`;

/** One page of a webhook's deliveries, the newest first, in one statement. */
export async function listDeliveries(
  db: Db,
  { webhook, state, page, size }: DeliveryFilter,
): Promise<DeliveryPage> {
  const matches = sql`endpoint_id = ${webhook} and
    ${state === undefined ? sql`true` : sql`state = ${state}`}`;
  const { rows } = await sql<Partial<DeliveryLine> & { found: number; at: number }>`
    with matching as (select from webhook_deliveries where ${matches} limit ${countedUpTo + 1}),
    page as (
      select found, least(${page}::integer, greatest(1, ceil(least(found, ${countedUpTo}) / ${size}::float8)))::integer as at
      from (select count(*)::integer as found from matching) counted)
    select page.*, ${shown}, ${last} as last
    from page left join lateral (
      select * from webhook_deliveries where ${matches} order by id desc
      limit ${size} offset (page.at - 1) * ${size}::integer) d on true
    order by d.id desc`.execute(db);
  const { found = 0, at = 1 } = rows[0] ?? {};
  return {
    rows: rows.filter((row): row is DeliveryLine & (typeof rows)[number] => row.id !== null),
    total: Math.min(found, countedUpTo),
    exact: found <= countedUpTo,
    number: at,
  };
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
