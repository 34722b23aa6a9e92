import { Fragment, type VNode } from 'preact';
import { NumberField } from '../../ui/text-field.tsx';
import { number } from '../../ui/words.ts';
import {
  type AnswerColumn,
  type AnswerTable,
  committeeColumn,
  idColumn,
  tableOf,
} from '../answer-table.tsx';
import { ItemLink } from '../item-link.tsx';
import type { Named } from '../named.ts';
import { CommitteeField } from '../question-fields.tsx';
import { texts } from './texts.ts';
import type { Wait } from './wait.ts';

/** A committee, and how far back histories count. */
export const waitFields = (
  offered: readonly Named[],
  committee: string | undefined,
  days: number,
): VNode => (
  <Fragment>
    <CommitteeField of={offered} value={committee} optional />
    <NumberField
      name="days"
      label={texts.fields.days}
      min={1}
      max={3650}
      unit={texts.fields.unit}
      value={`${days}`}
    />
  </Fragment>
);

const words = texts.table;

const rounded = (days: number | null): number | null =>
  days === null ? null : Math.round(days * 10) / 10;

const inDays = (key: 'median' | 'p90' | 'oldest', label: string): AnswerColumn<Wait> => ({
  ...{ key: `${key}_days`, label, number: true },
  value: (wait) => rounded(wait[key]),
  cell: (wait) => {
    const days = rounded(wait[key]);
    return days === null ? <span class="muted">{words.none}</span> : texts.days(days);
  },
});

export const waitTable = (rows: readonly Wait[]): AnswerTable =>
  tableOf<Wait>({
    ...{ id: 'waits', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'step', label: words.step, header: true },
        value: ({ step }) => step,
      },
      committeeColumn(words.committee, ({ committeeId: id, committee: label }) => ({ id, label })),
      idColumn('committee_id', ({ committeeId }) => committeeId),
      {
        ...{ key: 'kind', label: words.kind },
        value: ({ kind }) => kind,
        cell: ({ kind }) => texts.kinds[kind],
      },
      {
        ...{ key: 'moved', label: words.moved, number: true, minor: true },
        value: ({ moved }) => moved,
        cell: ({ moved }) => number(moved),
      },
      inDays('median', words.median),
      { ...inDays('p90', words.most), minor: true },
      {
        ...{ key: 'waiting', label: words.waiting, number: true },
        value: ({ waiting }) => waiting,
        cell: ({ waiting }) => number(waiting),
      },
      inDays('oldest', words.oldest),
      {
        ...{ key: 'oldest_item', label: words.item },
        value: ({ oldestLabel }) => oldestLabel,
        cell: ({ oldestId, oldestLabel, kind, committeeId }) =>
          oldestId === null ? null : (
            <ItemLink of={{ id: oldestId, label: oldestLabel ?? '', kind, committeeId }} />
          ),
      },
    ],
  });
