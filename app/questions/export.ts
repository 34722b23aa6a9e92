import { csvLine, csvStart } from '../http/csv.ts';
import type { AnswerTable, Value } from './answer-table.tsx';
import type { Question } from './question.ts';

/** A table of an answer as CSV (spec questions#export). */
export const tableCsv = ({ head, records }: AnswerTable, timeZone: string): string =>
  csvStart +
  csvLine(head) +
  records.map((record) => csvLine(record.map(joined), timeZone)).join('');

const joined = (value: Value) =>
  Array.isArray(value) ? value.join('; ') : (value as Exclude<Value, readonly string[]>);

/** All tables of an answer for programs. */
export const answerJson = (
  { slug, title }: Pick<Question, 'slug' | 'title'>,
  tables: readonly AnswerTable[],
  now: Date,
) => ({
  ...{ question: slug, title, at: now.toISOString() },
  tables: Object.fromEntries(
    tables.map(({ id, head, records }) => [
      id,
      records.map((record) => Object.fromEntries(head.map((key, at) => [key, record[at] ?? null]))),
    ]),
  ),
});
