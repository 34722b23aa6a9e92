import { sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import type { Column } from './columns.ts';
import { valueKeys } from './order.ts';
import type { Searched } from './search.ts';

/** An index that lists of one type need. A migration creates it; a test compares the two. */
export interface ListIndex {
  readonly name: string;
  readonly type: EntityType;
  /** The part after `on entities`, over the columns of `e`. */
  readonly using: ReturnType<typeof sql>;
}

/** For a list sorted by a property, in both directions. */
export const sortIndices = (
  name: string,
  type: EntityType,
  column: Column<unknown>,
): readonly ListIndex[] =>
  [false, true].map((isDescending) => ({
    name: isDescending ? `${name}_desc` : name,
    type,
    using: sql`(${sql.join([...valueKeys(column, isDescending), sql`e.id`])})`,
  }));

/** For searches over several texts, and for `contains` filters on one of them. */
export const searchIndex = (name: string, { type, text }: Searched): ListIndex => ({
  name,
  type,
  using: sql`using gin (${text} gin_trgm_ops)`,
});
