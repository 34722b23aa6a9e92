import { type RawBuilder, sql } from 'kysely';

/**
 * SQL of the id that a text holds, such as the property `submitted_by_id`; null for any other text.
 * Compare ids with it: comparing `id::text` reads the whole table.
 */
export const storedId = (text: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql<string | null>`(case when ${text} ~ '^[1-9][0-9]{0,17}$' then (${text})::bigint end)`;

/** SQL of the whole number that a text holds; null for any other text. */
export const storedNumber = (text: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql<number | null>`(case when ${text} ~ '^[0-9]{1,9}$' then (${text})::integer end)`;
