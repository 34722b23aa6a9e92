import type { VNode } from 'preact';
import { NumberField } from '../../ui/text-field.tsx';
import { number } from '../../ui/words.ts';
import { type AnswerTable, idColumn, tableOf } from '../answer-table.tsx';
import type { Crowded } from './rules.ts';
import { texts } from './texts.ts';

/** The limit. */
export const crowdedFields = (limit: number): VNode => (
  <NumberField
    name="more_than"
    label={texts.fields.limit}
    min={1}
    max={100}
    unit={texts.fields.unit}
    value={`${limit}`}
  />
);

const words = texts.table;

export const crowdedTable = (rows: readonly Crowded[]): AnswerTable =>
  tableOf<Crowded>({
    ...{ id: 'people', title: words.title, rows, empty: words.empty },
    columns: [
      { key: 'person', label: words.person, header: true, value: ({ user }) => user },
      idColumn('person_id', ({ userId }) => userId),
      {
        ...{ key: 'positions', label: words.positions, number: true },
        value: ({ seats }) => seats.length,
      },
      {
        ...{ key: 'committees', label: words.committees, number: true },
        value: ({ committees }) => committees,
      },
      {
        ...{ key: 'permissions', label: words.permissions, number: true },
        value: ({ permissions }) => permissions,
        cell: ({ permissions }) => number(permissions),
      },
      {
        ...{ key: 'where', label: words.where },
        value: ({ seats }) => seats.map(({ position, committee }) => texts.of(position, committee)),
      },
    ],
  });
