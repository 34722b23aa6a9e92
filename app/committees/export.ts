import type { Db } from '../db/database.ts';
import { type Asker, listCsv } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { lineColumns, orderOf, torList } from './queries.ts';

const head = [
  ...['id', 'name', 'label', 'status', 'meeting_cadence', 'cadence_day', 'cadence_time'],
  ...['tor_number', 'organization', 'members', 'positions', 'vacancies', 'updated_at'],
];

/** Yields the list at an address as CSV (spec committees#export). */
export const torsCsv = (db: Db, state: TableState, asker: Asker): AsyncGenerator<string> =>
  listCsv(db, torList, state, asker, {
    ...{ columns: lineColumns(asker.now), orderBy: orderOf(state), head },
    fieldsOf: (row) => [
      ...[row.id, row.name, row.label, row.status, row.cadence, row.day, row.time],
      ...[row.number, row.organization, row.seats.members, row.seats.positions],
      ...[row.seats.vacancies, row.updatedAt],
    ],
  });
