import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { Person } from '../ui/person.tsx';
import { parseTable, type TableDefinition, type TableState, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { State, Tags } from '../ui/word.tsx';
import { findPeople, type SamplePerson, samplePeople } from './sample-people.ts';

const columns: readonly Column<SamplePerson>[] = [
  {
    key: 'user',
    label: 'User',
    sort: 'username',
    always: true,
    header: true,
    cell: ({ name, username }) => <Person name={name} also={username} to="/design/users/edit" />,
  },
  { key: 'email', label: 'Email', sort: 'email', minor: true, cell: ({ email }) => email },
  {
    key: 'roles',
    label: 'Roles',
    sort: 'role',
    cell: ({ roles }) => <Tags of={roles} none="No role" />,
  },
  { key: 'status', label: 'Status', cell: ({ active }) => <Activity active={active} /> },
  {
    key: 'created_at',
    label: 'Created',
    hidden: true,
    nowrap: true,
    cell: ({ created }) => <Time at={created} />,
  },
  {
    key: 'updated_at',
    label: 'Updated',
    sort: 'updated_at',
    nowrap: true,
    cell: ({ updated }) => <Time at={updated} />,
  },
];

const Activity = ({ active }: { active: boolean }) =>
  active ? (
    <State is="done" tone="good">
      Active
    </State>
  ) : (
    <State is="ended">Deactivated</State>
  );

const roles = ['Member', 'Approver', 'Governance officer', 'Administrator', 'Auditor'].map(
  (label) => ({ value: label, label }),
);

const userTable = {
  path: '/design/users',
  columns,
  sort: { key: 'username', direction: 'asc' },
  size: 10,
  fields: [
    { key: 'username', label: 'User name', type: 'text' },
    {
      key: 'email',
      label: 'Email',
      type: 'text',
      operators: ['contains', 'not_contains', 'equals', 'not_equals'],
    },
    { key: 'role', label: 'Role', type: 'choice', options: roles },
    { key: 'created_at', label: 'Created', type: 'date' },
  ],
} as const satisfies TableDefinition & { columns: readonly Column<SamplePerson>[] };

export const UsersPage = ({ state }: { state: TableState }) => (
  <Page title="Users" lead="48 users, 44 active" action={<NewUser />}>
    <UsersTable state={state} />
  </Page>
);

const NewUser = () => (
  <LinkButton to="/design/users/new" kind="primary" icon="plus">
    New user
  </LinkButton>
);

/** The table alone, also for the page of its states. */
export const UsersTable = ({ state, id = 'table' }: { state: TableState; id?: string }) => {
  const { rows, total } = findPeople(state);
  return (
    <DataTable
      id={id}
      noun="users"
      of={{ rows, total }}
      all={samplePeople.length}
      definition={userTable}
      state={state}
      rowKey={({ id: key }) => key}
      rowName={({ name }) => name}
      search="Name, user name or email"
      csv="/design/users/export.csv"
      columns={{ keep: '/design/users/columns', everyone: true }}
      views={views}
      saveView="/design/users/views"
      menu={() => [
        [
          { label: 'Edit', icon: 'edit', to: '/design/users/edit' },
          { label: 'Change roles', icon: 'key', to: '/design/roles' },
          { label: 'Reset password', icon: 'lock', to: '/design/users/delete', asks: true },
        ],
        [
          { label: 'Deactivate', icon: 'ended', post: '/design/done' },
          { label: 'Delete…', icon: 'trash', danger: true, to: '/design/users/delete', asks: true },
        ],
      ]}
      bulk={[
        { label: 'Assign role…', to: '/design/users/delete', asks: true },
        { label: 'Deactivate', to: '/design/done' },
        { label: 'Delete…', to: '/design/users/delete', asks: true, danger: true },
      ]}
      empty={
        <EmptyState icon="users" title="No users yet" action={<NewUser />}>
          Create the first user, or import users and their roles from a file.
        </EmptyState>
      }
    />
  );
};

/** The list state of an address. */
export const usersState = (query: string): TableState =>
  parseTable(userTable, new URLSearchParams(query));

const everyone = usersState('');
const views = [
  { label: 'All users', to: tableHref(userTable, everyone), count: 48 },
  { label: 'Members', to: tableHref(userTable, everyone, { filter: roleIs('Member') }), count: 30 },
  {
    label: 'Governance officers',
    to: tableHref(userTable, everyone, { filter: roleIs('Governance officer') }),
    count: 9,
  },
  {
    label: 'Auditors',
    to: tableHref(userTable, everyone, { filter: roleIs('Auditor') }),
    count: 0,
  },
];

function roleIs(value: string) {
  return { logic: 'and', conditions: [{ field: 'role', op: 'is', value }], groups: [] } as const;
}
