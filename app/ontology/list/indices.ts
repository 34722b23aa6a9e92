import { sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import { type Column, indexed } from './columns.ts';
import type { Searched } from './search.ts';

/** An index that lists of one type need. A migration creates it; a test compares the two. */
export interface ListIndex {
  readonly name: string;
  readonly type: EntityType;
  /** What follows `on entities`, over the columns of `e`. */
  readonly using: ReturnType<typeof sql>;
}

/** For a list sorted by a property. */
export const sortIndex = (
  name: string,
  type: EntityType,
  { value }: Pick<Column<unknown>, 'value'>,
): ListIndex => ({
  name,
  type,
  using: sql`(${indexed(value)}, e.id)`,
});

/** For searches over several texts, and for `contains` filters on one of them. */
export const searchIndex = (name: string, { type, text }: Searched): ListIndex => ({
  name,
  type,
  using: sql`using gin (part_of(e.id), ${text} gin_trgm_ops)`,
});
