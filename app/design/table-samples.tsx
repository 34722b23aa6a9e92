import { type Column, DataTable } from '../ui/data-table.tsx';
import { Diff } from '../ui/diff.tsx';
import { EmptyState, Failed, Loading, NoMatch } from '../ui/empty-state.tsx';
import { Person } from '../ui/person.tsx';
import { detailForm, RowForm } from '../ui/row-parts.tsx';
import { TableGrid } from '../ui/table-grid.tsx';
import { clampPage, parseTable, type TableDefinition, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { State, Tags } from '../ui/word.tsx';
import { alphabetical } from '../ui/words.ts';
import { Sample } from './sample.tsx';
import { type SamplePerson, samplePeople } from './sample-people.ts';

const columns: readonly Column<SamplePerson>[] = [
  {
    key: 'user',
    label: 'User',
    sort: 'name',
    always: true,
    header: true,
    cell: ({ name }) => <Person name={name} to="/design/question" />,
  },
  { key: 'roles', label: 'Roles', cell: ({ roles }) => <Tags of={roles} none="No role" /> },
  {
    key: 'status',
    label: 'Status',
    cell: () => (
      <State is="done" tone="good">
        Active
      </State>
    ),
  },
  {
    key: 'created_at',
    label: 'Created',
    hidden: true,
    nowrap: true,
    cell: ({ created }) => <Time at={created} />,
  },
];

const people = {
  path: '/design',
  columns,
  sort: { key: 'name', direction: 'asc' },
  size: 10,
  fields: [
    { key: 'name', label: 'Name', type: 'text' },
    {
      key: 'role',
      label: 'Role',
      type: 'choice',
      options: ['Member', 'Administrator'].map((label) => ({ value: label, label })),
    },
    { key: 'created_at', label: 'Created', type: 'date' },
  ],
} as const satisfies TableDefinition & { columns: readonly Column<SamplePerson>[] };

const filter = {
  logic: 'and',
  conditions: [{ field: 'role', op: 'is', value: 'Member' }],
  groups: [
    {
      logic: 'or',
      conditions: [
        { field: 'name', op: 'contains', value: 'Aas' },
        { field: 'created_at', op: 'before', value: '2026-11-24' },
      ],
    },
  ],
} as const;

/** States of the list that are in its address. */
export const tableStates = [
  ['List, filtered', `/design?filter=${encodeURIComponent(JSON.stringify(filter))}`],
  ['List, filter builder', `/design?do=edit&filter=${encodeURIComponent(JSON.stringify(filter))}`],
  ['List, open row', '/design?open=2'],
  ['List, invalid filter', '/design?filter=%7B'],
] as const;

/** A list, and what it shows instead of rows. Search and filter are shown, but not applied. */
export const TableSamples = ({ query }: { query: string }) => {
  const state = parseTable(people, new URLSearchParams(query));
  const direction = state.sort.direction === 'asc' ? 1 : -1;
  const sorted = samplePeople.toSorted((a, b) => direction * alphabetical(a.name, b.name));
  const rows = state.problem === undefined ? sorted : [];
  const from = (clampPage(state, rows.length) - 1) * state.size;
  return (
    <>
      <DataTable
        noun="users"
        of={{ rows: rows.slice(from, from + state.size), total: rows.length }}
        all={samplePeople.length}
        definition={people}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        search="Name"
        csv="/design"
        columns={{ keep: '/design/done', everyone: true }}
        views={[
          { label: 'All users', to: '/design', count: samplePeople.length },
          { label: 'Auditors', to: tableHref(people, state, { search: 'Auditor' }), count: 0 },
        ]}
        saveView="/design/done"
        menu={() => [
          [{ label: 'Edit', icon: 'edit', to: '/design/question' }],
          [
            { label: 'Deactivate', icon: 'ended', unavailable: 'Your own account' },
            { label: 'Delete…', icon: 'trash', danger: true, to: '/design/question', asks: true },
          ],
        ]}
        bulk={[
          { label: 'Deactivate', to: '/design/done' },
          { label: 'Delete…', to: '/design/question', asks: true, danger: true },
        ]}
        empty={<EmptyState icon="users" title="No users yet" />}
      />
      <TableGrid
        id="details"
        noun="users with details"
        of={{ rows: samplePeople.slice(0, 3), total: 3 }}
        definition={people}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        detail={({ name }) => <Diff of={[{ field: 'Display name', after: name }]} />}
        empty={null}
      />
      <RowForm id={detailForm('details')} definition={people} state={state} />
      <Sample title="No matches">
        <NoMatch noun="users" all={48} clear="/design" />
      </Sample>
      <Sample title="Could not be loaded">
        <Failed again="/design" requestId="7f3a-91c2">
          The server did not respond within 10 seconds. Your filters are kept.
        </Failed>
      </Sample>
      <Sample title="Loading">
        <div class="w-full">
          <Loading noun="users" columns={['User', 'Roles', 'Status']} />
        </div>
      </Sample>
    </>
  );
};
