import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Diff, type Difference } from '../ui/diff.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { Person } from '../ui/person.tsx';
import { parseTable, type TableDefinition, type TableState } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { Code } from '../ui/word.tsx';
import { number } from '../ui/words.ts';

interface Entry {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly to?: string;
  readonly summary: string;
  readonly changes?: readonly Difference[];
}

const given = (field: string): Difference => ({ field, after: 'granted' });

const changesOf: Readonly<Record<string, readonly Difference[]>> = {
  'setting.updated': [{ field: 'value', before: '180', after: '90' }],
  'role.permissions_changed': [
    given('agenda.queue'),
    given('agenda.manage'),
    given('minutes.generate'),
    { field: 'tor.edit', before: 'granted' },
  ],
};

const entries: readonly Entry[] = [
  [
    '10:22:07',
    'Ingrid Solheim',
    'agenda_point.transition',
    'Release window for fare engine 4.2',
    'Discussion started',
  ],
  [
    '10:05:41',
    'Tomasz Wrona',
    'meeting.roll_call_saved',
    'Meeting of 24 November',
    'Five present, one absent, one excused',
  ],
  [
    '09:14:30',
    'Henrik Aas',
    'setting.updated',
    'Audit retention',
    'Audit retention changed from 180 to 90 days',
  ],
  [
    '08:58:12',
    'Henrik Aas',
    'role.permissions_changed',
    'Secretary',
    '3 permissions given, 1 taken',
  ],
  [
    '08:41:55',
    'Maeve Gallagher',
    'tor.position_vacated',
    'Change Advisory Board',
    'Technical Lead vacated, held by Viktor Nemec',
  ],
  ['08:02:19', 'Viktor Nemec', 'auth.login_failed', 'User', 'Account is deactivated'],
  [
    '07:55:03',
    'Amara Okafor',
    'opinion.recorded',
    'Release window for fare engine 4.2',
    'Opinion recorded',
  ],
].map(([at = '', actor = '', action = '', target = '', summary = ''], place) => ({
  id: 48_213 - place,
  at: `2026-11-24T${at}+01:00`,
  actor,
  action,
  target,
  summary,
  ...(target === 'User' || target === 'Audit retention' ? {} : { to: '/design/tor' }),
  ...(changesOf[action] === undefined ? {} : { changes: changesOf[action] }),
}));

const columns: readonly Column<Entry>[] = [
  {
    key: 'at',
    label: 'Time',
    nowrap: true,
    cell: ({ at }) => <Time at={new Date(at)} style="exact" />,
  },
  { key: 'actor', label: 'User', header: true, cell: ({ actor }) => <Person name={actor} /> },
  { key: 'action', label: 'Action', cell: ({ action }) => <Code>{action}</Code> },
  { key: 'target', label: 'Target', cell: ({ target, to }) => <Target target={target} to={to} /> },
  { key: 'summary', label: 'Summary', cell: ({ summary }) => summary },
];

const Target = ({ target, to }: { target: string; to: string | undefined }) =>
  to === undefined ? (
    target
  ) : (
    <a class="plain" href={to}>
      {target}
    </a>
  );

const auditTable = {
  path: '/design/audit',
  columns,
  sort: { key: 'at', direction: 'desc' },
  extras: ['action', 'target', 'actor', 'from', 'to'],
} as const satisfies TableDefinition & { columns: readonly Column<Entry>[] };

export const auditState = (query: string): TableState =>
  parseTable(auditTable, new URLSearchParams(query));

export const AuditPage = ({ state }: { state: TableState }) => (
  <Page
    title="Audit log"
    lead="All changes with user, time and previous values. Kept for 90 days."
    action={
      <LinkButton to="/design/audit/export.csv" icon="download" download>
        Export CSV
      </LinkButton>
    }
  >
    <DataTable
      noun="audit log"
      of={{ rows: entries, total: 213 }}
      definition={auditTable}
      state={state}
      rowKey={({ id }) => String(id)}
      rowName={({ summary }) => summary}
      search="User or summary"
      filters={<AuditFilters state={state} />}
      detail={({ id, changes }) => <Detail id={id} changes={changes} />}
      empty={<EmptyState icon="audit" title="No entries yet" />}
    />
  </Page>
);

const Detail = ({ id, changes }: { id: number; changes: readonly Difference[] | undefined }) => (
  <>
    {changes !== undefined && <Diff of={changes} />}
    <p class="small muted gap-t">
      Entry {number(id)} · 10.20.4.17 · request <code>c2f0-77ae</code>
    </p>
  </>
);

const choices = {
  action: ['All actions', 'Users', 'Roles', 'ToR', 'Meetings', 'Decisions', 'Settings', 'Sign-in'],
  target: ['All targets', 'User', 'Role', 'ToR', 'Meeting'],
  actor: ['Anyone', 'Henrik Aas', 'Tomasz Wrona'],
} as const;

const AuditFilters = ({ state: { extras } }: { state: TableState }) => (
  <>
    {(['action', 'target', 'actor'] as const).map((name) => (
      <select
        key={name}
        class="input sm fit"
        name={name}
        aria-label={{ action: 'Action', target: 'Target', actor: 'User' }[name]}
      >
        {choices[name].map((label, place) => (
          <option key={label} value={place === 0 ? '' : label} selected={extras[name] === label}>
            {label}
          </option>
        ))}
      </select>
    ))}
    <label class="acts small">
      From{' '}
      <input class="input sm fit" type="date" name="from" value={extras['from'] ?? '2026-11-23'} />
    </label>
    <label class="acts small">
      to <input class="input sm fit" type="date" name="to" value={extras['to'] ?? '2026-11-24'} />
    </label>
  </>
);
