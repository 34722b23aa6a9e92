import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { Next } from './rules.ts';
import type { Answered } from './webhook.ts';

/** How long a run has a delivery: longer than a request may take. */
const claimMs = 60_000;
/** Requests to an endpoint at a time. */
export const mostPerEndpoint = 2;

/** Deliveries that may be sent now: waiting ones, and those whose run has ended. */
const isDue = (alias: string, now: Date) =>
  sql`${sql.ref(`${alias}.state`)} in ('waiting', 'sending') and ${sql.ref(`${alias}.due_at`)} <= ${now}`;

/** Whether a delivery of an enabled endpoint is due. */
export async function hasDue(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (select from webhook_endpoints w where w.disabled_at is null
      and exists (select from webhook_deliveries d where d.endpoint_id = w.id and ${isDue('d', now)})) as due`.execute(
    db,
  );
  return rows[0]?.due === true;
}

/** A delivery that this run has now. */
export interface Claimed {
  readonly id: string;
  readonly claim: string;
  readonly webhook: string;
  readonly url: string;
  readonly messageId: string;
  readonly body: string;
  /** Before this one. */
  readonly attempts: number;
  /** The current one first. */
  readonly secrets: readonly string[];
}

/**
 * Takes deliveries that are due, a few of each endpoint, so that a slow one holds up no other. Rows
 * that another run takes at the same time are skipped.
 */
export async function claimDue(
  db: Db,
  { most, now }: { readonly most: number; readonly now: Date },
): Promise<readonly Claimed[]> {
  const claim = randomUUID();
  const until = new Date(now.getTime() + claimMs);
  const { rows } = await sql<Omit<Claimed, 'claim'>>`
    with due as materialized (
      select d.id from webhook_endpoints w cross join lateral (
        select each.id, each.due_at from webhook_deliveries each
        where each.endpoint_id = w.id and ${isDue('each', now)}
        order by each.due_at, each.id
        limit greatest(0, ${mostPerEndpoint}::bigint - (select count(*) from webhook_deliveries busy
          where busy.endpoint_id = w.id and busy.state = 'sending' and busy.due_at > ${now}))
        for update skip locked) d
      where w.disabled_at is null order by d.due_at, d.id limit ${most}),
    taken as (
      update webhook_deliveries d set state = 'sending', due_at = ${until}, claim = ${claim}
      from due where d.id = due.id
      returning d.id, d.endpoint_id, d.message_id, d.body, d.attempts)
    select taken.id, taken.endpoint_id as webhook, w.url, taken.message_id as "messageId", taken.body, taken.attempts,
      array(select s.secret from webhook_secrets s where s.endpoint_id = w.id
        and (s.valid_until is null or s.valid_until > ${now}) order by s.id desc) as secrets
    from taken join webhook_endpoints w on w.id = taken.endpoint_id order by taken.id`.execute(db);
  return rows.map((row) => ({ ...row, claim }));
}

type Own = Pick<Claimed, 'id' | 'claim'>;

/** Since when the endpoint of a delivery fails; locked until the transaction ends. */
export async function lockFailing(tx: Tx, webhook: string): Promise<Date | null> {
  const { rows } = await sql<{ failingSince: Date | null }>`
    select failing_since as "failingSince" from webhook_endpoints where id = ${webhook} for update`.execute(
    tx,
  );
  return rows[0]?.failingSince ?? null;
}

/** Notes an attempt, unless another run has the delivery meanwhile. Returns whether it did. */
export async function noteAttempt(
  tx: Tx,
  { id, claim }: Own,
  answered: Answered,
  { state, dueAt }: Next,
  now: Date,
): Promise<boolean> {
  const { outcome, status, detail, response, durationMs } = answered;
  const written = await writtenRows(
    tx,
    sql`
    with own as (
      update webhook_deliveries set state = ${state}, due_at = ${dueAt}, attempts = attempts + 1, claim = null
      where id = ${id} and claim = ${claim} returning id)
    insert into webhook_attempts (delivery_id, at, outcome, status, detail, response, duration_ms)
    select id, ${now}::timestamptz, ${outcome}, ${status}::integer, ${detail}, ${response}, ${durationMs}::integer from own`,
  );
  return written > 0;
}

export async function noteFailing(tx: Tx, webhook: string, since: Date | null): Promise<void> {
  await sql`
    update webhook_endpoints set failing_since = ${since}
    where id = ${webhook} and failing_since is distinct from ${since}`.execute(tx);
}

/** Gives a delivery back that was not sent to its end; it may have arrived. */
export async function releaseClaim(db: Db, { id, claim }: Own, now: Date): Promise<void> {
  await sql`
    update webhook_deliveries set state = 'waiting', due_at = ${now}, claim = null
    where id = ${id} and claim = ${claim}`.execute(db);
}
