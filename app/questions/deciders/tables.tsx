import { capabilities } from '../../authority/index.ts';
import { dateInWords } from '../../calendar/index.ts';
import { positionTexts } from '../../positions/index.ts';
import type { Seat } from '../../relation-reads/index.ts';
import { type AnswerTable, committeeColumn, idColumn, tableOf } from '../answer-table.tsx';
import { capabilityInWords } from '../capability-words.ts';
import type { Named } from '../named.ts';
import { texts } from './texts.ts';

/** A committee with who fills its positions. */
export interface MatrixRow extends Named {
  readonly seats: readonly Seat[];
}

const able = ({ seats }: MatrixRow, capability: string): readonly string[] => [
  ...new Set(
    seats
      .filter((seat) => seat.isActive && seat.capabilities.includes(capability))
      .map(({ user }) => user),
  ),
];

export const matrixTable = (rows: readonly MatrixRow[]): AnswerTable =>
  tableOf<MatrixRow>({
    ...{ id: 'matrix', title: texts.matrix.title, rows, empty: texts.matrix.empty },
    columns: [
      { ...committeeColumn(texts.matrix.committee, (row) => row), header: true },
      idColumn('committee_id', ({ id }) => id),
      ...capabilities.map((capability) => ({
        ...{ key: capability, label: capabilityInWords(capability) },
        value: (row: MatrixRow) => able(row, capability),
        cell: (row: MatrixRow) => {
          const people = able(row, capability);
          return people.length === 0 ? (
            <span class="muted">{texts.nobody}</span>
          ) : (
            <span class="names">{people.join(', ')}</span>
          );
        },
      })),
    ],
  });

const capacities: Readonly<Record<string, string>> = positionTexts.capacity;

export const termTable = (rows: readonly Seat[]): AnswerTable => {
  const words = texts.terms;
  const day = (date: string | null) =>
    date === null ? words.open : dateInWords(date, 'shortDate');
  return tableOf<Seat>({
    ...{ id: 'terms', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'person', label: words.person, header: true },
        value: ({ user }) => user,
        cell: ({ user, isActive }) => (isActive ? user : words.inactive(user)),
      },
      { key: 'is_active', label: '', hidden: true, value: ({ isActive }) => isActive },
      {
        ...{ key: 'position', label: words.position },
        value: ({ position }) => position,
        cell: ({ position }) => <span class="names">{position}</span>,
      },
      committeeColumn(words.committee, ({ committeeId: id, committee: label }) => ({ id, label })),
      {
        ...{ key: 'since', label: words.since },
        value: ({ since }) => since,
        cell: ({ since }) => day(since),
      },
      {
        ...{ key: 'until', label: words.until },
        value: ({ until }) => until,
        cell: ({ until }) => day(until),
      },
      {
        ...{ key: 'capacity', label: words.capacity, minor: true },
        value: ({ capacity }) => capacity,
        cell: ({ capacity }) => capacities[capacity] ?? capacity,
      },
      {
        ...{ key: 'capabilities', label: '', hidden: true },
        value: ({ capabilities: codes }) => codes,
      },
    ],
  });
};
