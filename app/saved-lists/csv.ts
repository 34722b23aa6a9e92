import type { Db } from '../db/database.ts';
import { csvLine, csvStart } from '../http/csv.ts';
import { type Columns, listSlices, type OrderBy, type RowOf } from '../ontology/list/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { Asker, SavedList } from './saved-list.ts';

interface Export<C extends Columns> {
  readonly columns: C;
  readonly orderBy: OrderBy;
  /** Names of the fields in the first line. */
  readonly head: readonly string[];
  readonly fieldsOf: (row: RowOf<C>) => Parameters<typeof csvLine>[0];
}

/** Yields the list at an address as CSV, all pages of it, written while it is read. */
export async function* listCsv<const C extends Columns>(
  db: Db,
  { type, matching }: SavedList,
  state: TableState,
  asker: Asker,
  { columns, orderBy, head, fieldsOf }: Export<C>,
): AsyncGenerator<string> {
  yield csvStart + csvLine(head);
  const list = { type, columns, orderBy, where: matching(state, asker) };
  for await (const rows of listSlices(db, list))
    yield rows.map((row) => csvLine(fieldsOf(row), state.timeZone)).join('');
}
