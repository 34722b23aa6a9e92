import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/**
 * Sign-ins that were refused because an account or an address was blocked, of one account from one
 * address.
 */
export interface Refusals {
  /** `null`: there is no account of the name that was typed. */
  readonly userId: string | null;
  readonly label: string | null;
  readonly address: string;
  /** How many followed the first, which has a row of the audit log of its own. */
  readonly further: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** So long without another one, or since the first, and the audit log gets the count. */
const quietMinutes = 15;
const longestMinutes = 60;

/** Names that nobody has are one account: whoever makes them up must not make rows with them. */
const unknownAccount = '';

/**
 * Counts a refused sign-in. Gives back whether it is the first of its account and address, which
 * alone is written to the audit log at once: requests without a session must not be able to fill it
 * (spec sign-in#lockout).
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
 * Takes the counts that are complete, one row for each account and address; others that come
 * meanwhile begin again.
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
