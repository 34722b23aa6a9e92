import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';

/**
 * What a filter or a search finds is counted so far, exactly: further costs more than anybody
 * learns from it. A longer page counts as far as it reaches.
 */
export const countedUpTo = 100;

/** How many entities of a type there are. Triggers keep it, so it is exact whatever it is. */
export const totalOf = (type: EntityType): RawBuilder<number> =>
  sql`(select coalesce(sum(amount), 0)::integer from entity_tallies where entity_type = ${type})`;

/** How many rows a part of a statement has. */
export const rowsIn = (part: string): RawBuilder<number> =>
  sql`(select count(*)::integer from ${sql.table(part)})`;
