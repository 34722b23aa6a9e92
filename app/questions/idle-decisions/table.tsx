import type { VNode } from 'preact';
import { numberOf } from '../../decisions/index.ts';
import { NumberField } from '../../ui/text-field.tsx';
import { Time } from '../../ui/time.tsx';
import { State } from '../../ui/word.tsx';
import { type AnswerTable, committeeColumn, idColumn, tableOf } from '../answer-table.tsx';
import type { IdleDecision } from './idle-decision.ts';
import { texts } from './texts.ts';

/** The least age of a decision. */
export const idleFields = (days: number): VNode => (
  <NumberField
    name="days"
    label={texts.fields.days}
    min={0}
    max={3650}
    unit={texts.fields.unit}
    value={`${days}`}
  />
);

const words = texts.table;

export const idleTable = (rows: readonly IdleDecision[]): AnswerTable =>
  tableOf<IdleDecision>({
    ...{ id: 'decisions', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'decision', label: words.decision, header: true },
        value: ({ label }) => label,
        cell: ({ id, label }) => <a href={`/decisions/${id}`}>{label}</a>,
      },
      idColumn('decision_id', ({ id }) => id),
      { key: 'number', label: words.number, value: numberOf },
      committeeColumn(words.committee, ({ committeeId: id, committee: label }) => ({ id, label })),
      {
        ...{ key: 'decided', label: words.date },
        value: ({ at }) => new Date(at),
        cell: ({ at }) => <Time at={new Date(at)} />,
      },
      {
        ...{ key: 'open_action_items', label: words.actions },
        value: ({ actions }) => actions,
        cell: ({ actions }) =>
          actions === 0 ? (
            <State is="warning">{words.none}</State>
          ) : (
            <State is="working">{words.open(actions)}</State>
          ),
      },
    ],
  });
