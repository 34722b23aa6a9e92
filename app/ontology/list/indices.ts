import { sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import { type Column, indexed } from './columns.ts';
import type { Searched } from './search.ts';

/** An index that lists of one type need. A migration makes it; a test compares the two. */
export interface ListIndex {
  readonly name: string;
  readonly type: EntityType;
  /** What stands behind `on entities`, about the columns of `e`. */
  readonly using: ReturnType<typeof sql>;
}

/** For a list that is sorted by a property. */
export const sortIndex = (
  name: string,
  type: EntityType,
  { value }: Pick<Column<unknown>, 'value'>,
): ListIndex => ({
  name,
  type,
  using: sql`(${indexed(value)}, e.id)`,
});

/** For words that are sought in several texts, and for what one of these texts contains. */
export const searchIndex = (name: string, { type, text }: Searched): ListIndex => ({
  name,
  type,
  using: sql`using gin (part_of(e.id), ${text} gin_trgm_ops)`,
});
