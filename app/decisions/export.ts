import type { Db } from '../db/database.ts';
import { csvLine, csvStart } from '../http/csv.ts';
import { listSlice } from '../ontology/list/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { DecisionLine } from './decision.ts';
import { matching, type Reader, registerOf } from './queries.ts';

/** Rows read at a time: the memory of an export does not depend on its size. */
const portion = 500;

const head = [
  ...['id', 'year', 'number', 'title', 'committee', 'chosen', 'rationale', 'date'],
  ...['recorded_by', 'quorum', 'standing'],
];

const fieldsOf = (line: DecisionLine) => [
  ...[line.id, line.year, line.number, line.title],
  line.committee.map(({ label }) => label).join(', '),
  ...[line.chosen, line.rationale, line.date ?? line.createdAt, line.by, line.quorum],
  line.standing,
];

/** Yields the register at an address as CSV (spec decisions#register). */
export async function* decisionsCsv(
  db: Db,
  state: TableState,
  reader: Reader,
): AsyncGenerator<string> {
  yield csvStart + csvLine(head);
  const query = {
    ...{ type: 'decision' as const, ...registerOf(state), where: matching(state, reader) },
    size: portion,
  };
  let slice = await listSlice(db, query);
  for (;;) {
    yield slice.rows.map((line) => csvLine(fieldsOf(line), state.timeZone)).join('');
    if (slice.next === undefined) return;
    slice = await listSlice(db, { ...query, after: slice.next });
  }
}
