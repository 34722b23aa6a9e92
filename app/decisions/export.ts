import type { Db } from '../db/database.ts';
import { csvLine, csvStart } from '../http/csv.ts';
import { listSlices } from '../ontology/list/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { DecisionLine } from './decision.ts';
import { matching, type Reader, registerOf } from './queries.ts';

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
  const where = matching(state, reader);
  const list = { type: 'decision' as const, ...registerOf(state), where };
  for await (const lines of listSlices(db, list))
    yield lines.map((line) => csvLine(fieldsOf(line), state.timeZone)).join('');
}
