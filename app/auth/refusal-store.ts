import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/**
 * Refused sign-ins to one account from one address, while the account or the address was blocked.
 */
export interface Refusals {
  /** `null` if no account has the submitted name. */
  readonly userId: string | null;
  readonly label: string | null;
  readonly address: string;
  /** How many followed the first, which has its own audit row. */
  readonly further: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/**
 * The count is written to the audit log after this time without another refusal, or since the first
 * one.
 */
const quietMinutes = 15;
const longestMinutes = 60;

/** Unknown names count as one account, so that invented names do not create rows. */
const unknownAccount = '';

/**
 * Counts a refused sign-in. Returns whether it is the first of its account and address; only the
 * first is written to the audit log at once, because unauthenticated requests must not be able to
 * flood it (spec sign-in#lockout).
 */
export async function countRefusal(
  tx: Tx,
  {
    userId,
    address,
    now,
  }: { readonly userId: string | null; readonly address: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ attempts: number }>`
    insert into sign_in_refusals as r (account, address, user_id, attempts, first_at, last_at)
    values (${userId ?? unknownAccount}, ${address.slice(0, 64)}, ${userId}, 1, ${now}, ${now})
    on conflict (account, address) do update set attempts = r.attempts + 1, last_at = excluded.last_at
    returning attempts`.execute(tx);
  return rows[0]?.attempts === 1;
}

/**
 * Removes and returns completed counts, one row per account and address; later refusals start a new
 * count.
 */
export async function takeRefusals(db: Db, now: Date): Promise<readonly Refusals[]> {
  const before = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const { rows } = await sql<Refusals>`
    with taken as (
      delete from sign_in_refusals where last_at <= ${before(quietMinutes)} or first_at <= ${before(longestMinutes)} returning *)
    select t.user_id as "userId", u.label, t.address, t.attempts - 1 as further, t.first_at as "firstAt", t.last_at as "lastAt"
    from taken t left join entities u on u.id = t.user_id
    where t.attempts > 1 order by t.first_at, t.account, t.address`.execute(db);
  return rows;
}
