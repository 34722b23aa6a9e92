import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import type { EntityType } from '../schema.ts';
import {
  type Column,
  type Columns,
  type RowOf,
  type StoredRow,
  selected,
  toRow,
} from './columns.ts';
import { everything } from './filter.ts';
import { inOrder, type OrderBy, ordered } from './order.ts';
import { entitiesOf, type ListQuery } from './page.ts';

/** The last row of a slice; the next slice starts after it. */
export interface Cursor {
  /** The sort key as text; `null` for a row without one. */
  readonly key: string | null;
  readonly id: string;
}

export interface Slice<Row> {
  readonly rows: readonly Row[];
  /** Where the next slice starts; `undefined` at the end. */
  readonly next: Cursor | undefined;
}

/** Returns the rows after a row, at any depth of the list: for exports, feeds and endless lists. */
export async function listSlice<const C extends Columns>(
  db: Db,
  query: ListQuery<C> & { readonly after?: Cursor | undefined; readonly size: number },
): Promise<Slice<RowOf<C>>> {
  const { type, columns, where = everything, orderBy, after, size } = query;
  const place = after && {
    key: sql`${after.key}::${sql.raw(keyTypeOf(orderBy))}`,
    id: sql`${after.id}`,
  };
  const rows = ordered({
    ...{ from: entitiesOf(type), where, orderBy, place },
    limit: sql.lit(size + 1),
  });
  const { rows: found } = await sql<StoredRow & { cursor: string | null }>`
    with listed as materialized (${rows})
    select l.key::text as cursor, ${selected(columns)} from listed l join entities e on e.id = l.id
    order by ${inOrder(orderBy)}`.execute(db);
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => toRow(columns, row)),
    next: found.length > size && last !== undefined ? { key: last.cursor, id: last.id } : undefined,
  };
}

/** Returns one entity with the same columns; `undefined` if there is none of this type. */
export async function listOne<const C extends Columns>(
  db: Db,
  { type, columns, id }: { readonly type: EntityType; readonly columns: C; readonly id: string },
): Promise<RowOf<C> | undefined> {
  const { rows } = await sql<StoredRow>`
    select ${selected(columns)} from entities e where e.id = ${id} and e.entity_type = ${type}`.execute(
    db,
  );
  return rows[0] && toRow(columns, rows[0]);
}

function keyTypeOf(orderBy: OrderBy | undefined): string {
  if (orderBy?.column.order === undefined) return 'integer';
  const { kind, source }: Column<unknown> = orderBy.column;
  if (kind === 'number') return 'bigint';
  if (kind === 'flag' && source.from === 'field') return 'boolean';
  return kind === 'moment' ? 'timestamptz' : 'text';
}
