import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { type Columns, type RowOf, type StoredRow, selected, toRow } from './columns.ts';
import { everything } from './condition.ts';
import { inOrder, names, orderOf } from './order.ts';
import { type ListQuery, rowsOf } from './rows.ts';

/**
 * All rows of a list in slices, for exports: their memory does not depend on the length of the list.
 * Each slice begins after the keys of the last row of the one before.
 */
export async function* listSlices<const C extends Columns>(
  db: Db,
  { type, columns, where = everything, orderBy, size = 500 }: ListQuery<C> & { size?: number },
): AsyncGenerator<readonly RowOf<C>[]> {
  const order = orderOf(orderBy);
  const keys = names(order);
  const texts = keys.map((key) => sql`${key}::text`);
  let last: (StoredRow & { readonly keys: readonly string[] }) | undefined;
  do {
    const after = last?.keys.map((key) => sql`${key}`);
    const { rows } = await sql<StoredRow & { keys: readonly string[] }>`
      with read as materialized (${rowsOf({ type, where, orderBy, after, limit: size })})
      select array[${sql.join(texts)}] as keys, ${selected(columns)} from read e
      order by ${inOrder(keys, order)}`.execute(db);
    yield rows.map((row) => toRow(columns, row));
    last = rows.length < size ? undefined : rows.at(-1);
  } while (last !== undefined);
}
