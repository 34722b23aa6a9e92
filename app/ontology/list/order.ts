import { type RawBuilder, sql } from 'kysely';
import type { Column } from './columns.ts';

/** The order of a list. Ties are ordered by id; empty values come last in both directions. */
export interface OrderBy {
  readonly column: Column<unknown>;
  readonly descending?: boolean;
}

/**
 * The keys that rows are sorted by, all in the same direction, so that one index provides the order
 * and one row comparison finds a place in it. A field of every entity has the keys `(value, id)`,
 * any other column `(is empty, value, id)`. The descending order uses `is not empty` instead.
 */
export interface Order {
  readonly keys: readonly RawBuilder<unknown>[];
  /** Joins what the keys need to `entities e`. */
  readonly join: RawBuilder<unknown>;
  readonly isDescending: boolean;
}

/** The keys of a column, else those of the entities' own order; `backwards` for the reverse. */
export function orderOf(orderBy: OrderBy | undefined, backwards = false): Order {
  const column = orderBy?.column.order === undefined ? undefined : orderBy.column;
  const isDescending = column !== undefined && orderBy?.descending === true;
  const value = column === undefined ? [sql`e.sort_order`] : valueKeys(column, isDescending);
  return {
    keys: [...value, column?.kept?.id ?? sql`e.id`],
    join: column?.kept?.join ?? sql``,
    isDescending: isDescending !== backwards,
  };
}

/** The keys of a column without the id, as an index has them. */
export function valueKeys(
  { source, kind, order }: Pick<Column<unknown>, 'source' | 'kind' | 'order'>,
  isDescending: boolean,
): readonly RawBuilder<unknown>[] {
  if (source.from === 'field') return [sql`${order}`];
  return [
    isDescending ? sql`(${order} is not null)` : sql`(${order} is null)`,
    sql`coalesce(${order}, ${sql.lit(kind === 'number' ? 0 : '')})`,
  ];
}

/** Names of the keys in selected rows: `k0`, `k1` … */
export const names = ({ keys }: Order) => keys.map((_, at) => sql.ref(`k${at}`));

/** `a, b`, each with the direction: what stands after `order by`. */
export const inOrder = (keys: readonly RawBuilder<unknown>[], { isDescending }: Order) =>
  sql.join(keys.map((key) => (isDescending ? sql`${key} desc` : key)));

/** Whether a row comes after another one, whose keys are given. */
export const isAfter = ({ keys, isDescending }: Order, other: readonly RawBuilder<unknown>[]) =>
  sql<boolean>`(${sql.join([...keys])}) ${isDescending ? sql`<` : sql`>`} (${sql.join([...other])})`;
