import type { Db } from '../db/database.ts';
import { type Asker, listCsv } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { exported, orderOf, userList } from './queries.ts';

const head = ['id', 'username', 'display_name', 'email', 'role', 'created_at', 'updated_at'];

/** Yields the list at an address as CSV (spec people#export). */
export const usersCsv = (db: Db, state: TableState, asker: Asker): AsyncGenerator<string> =>
  listCsv(db, userList, state, asker, {
    ...{ columns: exported, orderBy: orderOf(state), head },
    fieldsOf: ({ id, username, displayName, email, roles, createdAt, updatedAt }) => [
      ...[id, username, displayName, email],
      roles.map(({ label }) => label).join(','),
      ...[createdAt, updatedAt],
    ],
  });
