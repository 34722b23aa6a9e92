import type { Db } from '../db/database.ts';
import { csvLine, csvStart } from '../http/csv.ts';
import { listSlice } from '../ontology/list/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { type ExportedUser, exported, matching, orderOf } from './queries.ts';

/** Users read at a time: the memory of an export does not depend on its size. */
const portion = 500;

const head = ['id', 'username', 'display_name', 'email', 'role', 'created_at', 'updated_at'];

/** Yields the list at an address as CSV, all pages of it, written while it is read. */
export async function* usersCsv(db: Db, state: TableState): AsyncGenerator<string> {
  yield csvStart + csvLine(head);
  const query = {
    type: 'user',
    columns: exported,
    where: matching(state),
    orderBy: orderOf(state),
    size: portion,
  } as const;
  let slice = await listSlice(db, query);
  const lines = (rows: readonly ExportedUser[]) =>
    rows.map((row) => lineOf(row, state.timeZone)).join('');
  yield lines(slice.rows);
  while (slice.next !== undefined) {
    slice = await listSlice(db, { ...query, after: slice.next });
    yield lines(slice.rows);
  }
}

const lineOf = (
  { id, username, displayName, email, roles, createdAt, updatedAt }: ExportedUser,
  timeZone: string | undefined,
): string =>
  csvLine(
    [
      id,
      username,
      displayName,
      email,
      roles.map(({ label }) => label).join(','),
      createdAt,
      updatedAt,
    ],
    timeZone,
  );
