import type { VNode } from 'preact';
import { numberOf } from '../../decisions/index.ts';
import { NumberField } from '../../ui/text-field.tsx';
import { Time } from '../../ui/time.tsx';
import { State } from '../../ui/word.tsx';
import { type AnswerTable, tableOf } from '../answer-table.tsx';
import { CommitteeLink } from '../question-fields.tsx';
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
      { key: 'decision_id', label: '', hidden: true, value: ({ id }) => id },
      { key: 'number', label: words.number, value: numberOf },
      {
        ...{ key: 'committee', label: words.committee },
        value: ({ committee }) => committee,
        cell: ({ committeeId, committee }) =>
          committeeId !== null && <CommitteeLink id={committeeId}>{committee}</CommitteeLink>,
      },
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
