import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** A day as SQL, `YYYY-MM-DD`: `dayAt` of a moment, or a date as text. */
export type Day = RawBuilder<string>;

/** The installation's time zone (setting `app.time_zone`) as SQL. */
export const installationZone: RawBuilder<string> = sql<string>`coalesce(
  (select nullif(properties ->> 'value', '') from entities where entity_type = 'setting' and name = 'app.time_zone'),
  'UTC')`;

/**
 * The calendar day of a moment in the installation's zone (setting `app.time_zone`). Cadences, terms
 * of office and due dates are about this day for every reader.
 */
export const dayAt = (at: Date): Day =>
  sql<string>`to_char(${at}::timestamptz at time zone ${installationZone}, 'YYYY-MM-DD')`;

/** The same day, read from the database. */
export async function readDay(db: Db | Tx, at: Date): Promise<string> {
  const { rows } = await sql<{ today: string }>`select ${dayAt(at)} as today`.execute(db);
  return rows[0]?.today ?? '';
}

/**
 * `position_terms(…)`, rows of `since`, `until` and `capacity`: the terms of office of a relation
 * `fills_position` (spec positions#terms). Its own properties are one term, and `terms` lists further
 * ones of the same user in the same position. An open end is null.
 * @param relation alias of its row in `relations`
 */
export const termsOf = (relation: string): RawBuilder<unknown> =>
  sql`position_terms(${sql.ref(relation)}.properties)`;

/**
 * Whether a term includes a day: from `since` to `until`, both included, each open if absent.
 * @param term alias of a row of `termsOf`
 */
export const includesDay = (term: string, day: Day): RawBuilder<boolean> => sql<boolean>`
  (coalesce(${sql.ref(`${term}.since`)}, '') collate "C" <= ${day}
    and coalesce(${sql.ref(`${term}.until`)}, '9999-12-31') collate "C" >= ${day})`;

/**
 * Whether a relation `fills_position` is in force on a day, in any of its terms (spec
 * positions#terms). The only definition of who holds a position on a day, past days included.
 * @param relation alias of its row in `relations`
 */
export const isInForce = (relation: string, day: Day): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${termsOf(relation)} term where ${includesDay('term', day)})`;

/**
 * Whether a position votes (spec positions#voting).
 * @param position alias of its row in `entities`
 */
export const isVotingPosition = (position: string): RawBuilder<boolean> =>
  sql<boolean>`(coalesce(${sql.ref(`${position}.properties`)} ->> 'voting', '') <> 'advisory')`;

/** The weight of a position's ballot, from 1 to 99. */
export const voteWeightOf = (position: string): RawBuilder<number> => {
  const weight = sql`${sql.ref(`${position}.properties`)} ->> 'vote_weight'`;
  return sql<number>`(case when ${weight} ~ '^[1-9]\\d?$' then (${weight})::integer else 1 end)`;
};
