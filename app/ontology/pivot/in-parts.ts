import { type RawBuilder, sql } from 'kysely';
import type { Column } from './column.ts';
import { likeInPart } from './like.ts';

/**
 * Parts of a table as `part_of` tells them, the smallest first: each is as large as all before it. An index over trigrams is read to its
 * end, however few are wanted; part after part a search ends soon after it has found enough (app/db/migrations/0016_searched_in_parts.ts).
 */
const small = [1024, 512, 256, 128];
const large = [64, 32, 16, 8, 4, 2, 1];

/**
 * `select id …`: people of whom one of the columns (label, name, email) fits all patterns, as many as the limit: all, or a fair sample.
 * Throws for a column without such an index.
 * @param isRare what is known to be rare is sought in larger parts first: the small ones take as long, and have none
 */
export function peopleInParts(
  columns: readonly Column<unknown>[],
  patterns: readonly string[],
  limit: number,
  { isRare = false }: { readonly isRare?: boolean } = {},
): RawBuilder<unknown> {
  const parts = sql`unnest(array[${sql.raw((isRare ? [...large, ...small] : [...small, ...large]).join(', '))}]) part`;
  const fields = columns.flatMap(({ source, value }) =>
    source.from === 'field' ? [likeInPart(sql`lower(${value ?? sql`null`})`, patterns)] : [],
  );
  const keys = columns.flatMap(({ source }) => (source.from === 'property' ? [source.key] : []));
  if (keys.some((key) => key !== 'email')) throw new TypeError('Of the properties of people, only addresses are sought in parts.');
  const ways = [
    ...(fields.length === 0
      ? []
      : [sql`select e.id from entities e where e.entity_type = 'user' and part_of(e.id) = part and (${sql.join(fields, sql` or `)})`]),
    ...keys.map(
      () =>
        sql`select p.entity_id from entity_properties p where p.key = 'email' and part_of(p.entity_id) = part and ${likeInPart(sql`lower(p.value)`, patterns)}`,
    ),
  ];
  // `offset 0` keeps the planner from turning parts round: it would read all of the table once instead.
  return sql`select found.id from ${parts} cross join lateral (${sql.join(ways, sql` union all `)} offset 0) found(id) limit ${sql.lit(limit)}`;
}

/** Whether `peopleInParts` knows a column. */
export const isSoughtInParts = ({ source }: Column<unknown>): boolean =>
  (source.from === 'field' && (source.field === 'label' || source.field === 'name')) ||
  (source.from === 'property' && source.key === 'email');
