import type { PermissionCode } from '../ontology/actor.ts';
import type { Column } from '../ui/data-table.tsx';
import { Person } from '../ui/person.tsx';
import type { TableDefinition } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { Code, State } from '../ui/word.tsx';
import { actorOf, addressOf, type Entry, summaryOf } from './present.ts';
import { auditParams } from './rules.ts';
import { texts } from './texts.ts';

const columns = [
  { key: 'at', label: texts.columns.at },
  { key: 'actor', label: texts.columns.actor },
  { key: 'action', label: texts.columns.action },
  { key: 'target', label: texts.columns.target },
  { key: 'summary', label: texts.columns.summary },
] as const;

/** Parameters of the list's address. */
export const auditTable = {
  path: '/audit',
  columns,
  sort: { key: 'at', direction: 'desc' },
  extras: auditParams,
  sizes: [25, 50, 100],
} as const satisfies TableDefinition;

/** The columns with their cells, for a reader who may open some of the targets. */
export const columnsFor = (permissions: ReadonlySet<PermissionCode>): readonly Column<Entry>[] => [
  { ...columns[0], nowrap: true, cell: ({ at }) => <Time at={at} style="moment" /> },
  { ...columns[1], header: true, cell: (entry) => <Person name={actorOf(entry)} /> },
  { ...columns[2], cell: (entry) => <Action {...entry} /> },
  {
    ...columns[3],
    minor: true,
    cell: (entry) => <Target entry={entry} to={addressOf(entry, permissions)} />,
  },
  { ...columns[4], cell: summaryOf },
];

const Action = ({ action, outcome }: Entry) => (
  <span>
    <Code>{action}</Code>
    {outcome !== 'success' && (
      <span class="sub">
        <State
          is={outcome === 'refused' ? 'warning' : 'bad'}
          tone={outcome === 'refused' ? 'warning' : 'bad'}
        >
          {texts.outcomes[outcome]}
        </State>
      </span>
    )}
  </span>
);

const Target = ({ entry: { targetLabel }, to }: { entry: Entry; to: string | undefined }) => {
  if (targetLabel === null) return <span class="muted">–</span>;
  if (to === undefined) return <>{targetLabel}</>;
  return (
    <a class="plain" href={to}>
      {targetLabel}
    </a>
  );
};
