import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { type Columns, type RowOf, type StoredRow, selected, toRow } from './columns.ts';
import { everything } from './condition.ts';
import { inOrder, names, orderOf } from './order.ts';
import { type ListQuery, rowsOf } from './rows.ts';

/** The keys of the last row of a slice, as text. The next slice begins after them. */
export type Cursor = readonly string[];

export interface Slice<Row> {
  readonly rows: readonly Row[];
  /** Where the next slice starts; `undefined` at the end. */
  readonly next: Cursor | undefined;
}

/** The rows after a row, anywhere in the list: for exports and feeds. */
export async function listSlice<const C extends Columns>(
  db: Db,
  query: ListQuery<C> & { readonly after?: Cursor | undefined; readonly size: number },
): Promise<Slice<RowOf<C>>> {
  const { type, columns, where = everything, orderBy, after, size } = query;
  const read = rowsOf({
    ...{ type, where, orderBy, limit: size + 1 },
    after: after?.map((key) => sql`${key}`),
  });
  const order = orderOf(orderBy);
  const keys = names(order);
  const texts = keys.map((key) => sql`${key}::text`);
  const { rows } = await sql<StoredRow & { cursor: Cursor }>`
    with read as materialized (${read})
    select array[${sql.join(texts)}] as cursor, ${selected(columns)} from read e
    order by ${inOrder(keys, order)}`.execute(db);
  const shown = rows.slice(0, size);
  return {
    rows: shown.map((row) => toRow(columns, row)),
    next: rows.length > size ? shown.at(-1)?.cursor : undefined,
  };
}
