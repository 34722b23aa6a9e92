import { State } from '../../ui/word.tsx';
import { type AnswerTable, committeeColumn, idColumn, tableOf } from '../answer-table.tsx';
import type { DeadEnd } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.table;

export const deadEndTable = (rows: readonly DeadEnd[]): AnswerTable =>
  tableOf<DeadEnd>({
    ...{ id: 'committees', title: words.title, rows, empty: words.empty },
    columns: [
      { ...committeeColumn(words.committee, ({ committee }) => committee), header: true },
      idColumn('committee_id', ({ committee }) => committee.id),
      {
        ...{ key: 'organization', label: words.organization, minor: true },
        value: ({ committee }) => committee.organization,
      },
      {
        ...{ key: 'kind', label: words.kind },
        value: ({ from }) => (from.length === 0 ? 'isolated' : 'end'),
        cell: ({ from }) =>
          from.length === 0 ? (
            <State is="warning">{words.kinds.isolated}</State>
          ) : (
            <State is="ended">{words.kinds.end}</State>
          ),
      },
      { key: 'from', label: words.incoming, value: ({ from }) => from },
    ],
  });
