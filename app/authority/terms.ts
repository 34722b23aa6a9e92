import { type RawBuilder, sql } from 'kysely';

/** A day as SQL, `YYYY-MM-DD`: `dayAt` of a moment, or a date as text. */
export type Day = RawBuilder<string>;

/**
 * The calendar day of a moment in the installation's zone (setting `app.time_zone`). Cadences, terms
 * of office and due dates are about this day for every reader.
 */
export const dayAt = (
  at: Date,
): Day => sql<string>`to_char(${at}::timestamptz at time zone coalesce(
  (select nullif(properties ->> 'value', '') from entities where entity_type = 'setting' and name = 'app.time_zone'),
  'UTC'), 'YYYY-MM-DD')`;

/**
 * Whether a relation `fills_position` is in force on a day: from `since` to `until`, both included,
 * each open if absent (spec positions#terms).
 * @param relation alias of its row in `relations`
 */
export const isInForce = (relation: string, day: Day): RawBuilder<boolean> => {
  const properties = sql`${sql.ref(relation)}.properties`;
  return sql<boolean>`(coalesce(${properties} ->> 'since', '') collate "C" <= ${day}
    and coalesce(nullif(${properties} ->> 'until', ''), '9999-12-31') collate "C" >= ${day})`;
};
