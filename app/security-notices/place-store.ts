import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { SignInPlace } from './place.ts';

/** Places remembered per user; the least recently used is dropped. */
const mostPlaces = 20;
/** Counted from the last sign-in there. */
const rememberedDays = 90;

/**
 * Records the place of a sign-in. Sign-ins of one user are serialized, or two at once could both be
 * new.
 * @returns whether the place is new to a user who has signed in from another one before
 */
export async function notePlace(
  tx: Tx,
  userId: string,
  { network, browser, now }: SignInPlace & { readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`
    with others as materialized (
      select network, browser, row_number() over (order by last_at desc, network, browser) as nth
      from sign_in_places where user_id = ${userId} and (network, browser) <> (${network}, ${browser})
    ), noted as (
      insert into sign_in_places as p (user_id, network, browser, last_at)
      values (${userId}, ${network}, ${browser}, ${now})
      on conflict (user_id, network, browser) do update set last_at = greatest(p.last_at, excluded.last_at)
    ), forgotten as (
      delete from sign_in_places p using others o
      where p.user_id = ${userId} and (p.network, p.browser) = (o.network, o.browser) and o.nth >= ${mostPlaces}
    )
    select exists (select from others) and not exists (
      select from sign_in_places where user_id = ${userId} and (network, browser) = (${network}, ${browser})
    ) as "isNew"`.execute(tx);
  return rows[0]?.isNew === true;
}

/**
 * Deletes places without recent sign-ins. A user's last place is kept: otherwise the first sign-in
 * to a long unused account would count as its first ever.
 * @returns how many were deleted
 */
export async function sweepPlaces(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - rememberedDays * 86_400_000);
  return writtenRows(
    db,
    sql`delete from sign_in_places p where last_at < ${before} and exists (
    select from sign_in_places later
    where later.user_id = p.user_id and (later.last_at, later.network, later.browser) > (p.last_at, p.network, p.browser))`,
  );
}
