import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';

/**
 * Filters and searches are counted exactly up to this number, because an exact count of more is
 * expensive and of little use. A larger page is counted as far as it goes.
 */
export const countedUpTo = 100;

/** The number of entities of a type. Triggers maintain it, so it is always exact. */
export const totalOf = (type: EntityType): RawBuilder<number> =>
  sql`(select coalesce(sum(amount), 0)::integer from entity_tallies where entity_type = ${type})`;

/** The number of rows of a part of a statement. */
export const rowsIn = (part: string): RawBuilder<number> =>
  sql`(select count(*)::integer from ${sql.table(part)})`;
