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
        value: ({ decision }) => decision.label,
        cell: ({ decision: { id, label } }) => <a href={`/decisions/${id}`}>{label}</a>,
      },
      { key: 'decision_id', label: '', hidden: true, value: ({ decision }) => decision.id },
      { key: 'number', label: words.number, value: ({ decision }) => numberOf(decision) },
      {
        ...{ key: 'committee', label: words.committee },
        value: ({ decision }) => decision.committee?.label,
        cell: ({ decision: { committee } }) =>
          committee !== null && <CommitteeLink id={committee.id}>{committee.label}</CommitteeLink>,
      },
      {
        ...{ key: 'decided', label: words.date },
        value: ({ decision }) => new Date(decision.at),
        cell: ({ decision }) => <Time at={new Date(decision.at)} />,
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
