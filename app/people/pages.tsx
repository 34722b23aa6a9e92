import type { VNode } from 'preact';
import type { Page as Rows } from '../ontology/list/index.ts';
import { only, SavedViewMenu, viewsOf } from '../saved-lists/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import type { MenuAction } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { Person } from '../ui/person.tsx';
import type { BulkAction } from '../ui/selection-bar.tsx';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { State, Tags } from '../ui/word.tsx';
import type { ListFrame, UserLine } from './person.ts';
import type { Reader } from './reader.ts';
import { userColumns, userTable } from './schema.ts';
import { texts } from './texts.ts';

interface UsersProps {
  readonly users: Rows<UserLine>;
  readonly frame: ListFrame;
  readonly state: TableState;
  readonly reader: Reader;
}

export const usersPage = (props: UsersProps): VNode => {
  const { users, frame, state, reader } = props;
  const { counts } = frame;
  const { may } = reader;
  const table = userTable(frame.roles.map(({ name, label }) => ({ value: name, label })));
  const definition = { ...table, columns: columnsOf(props) };
  const menu =
    may.edit || may.remove ? (user: UserLine) => menuOf(user, reader, 'table-row') : undefined;
  return (
    <Page
      title={texts.title}
      lead={texts.lead(counts.all, counts.active)}
      action={
        <>
          {may.create && <NewUser />}
          <SavedViewMenu table={definition} state={state} saved={frame.views} />
        </>
      }
    >
      <DataTable
        noun={texts.noun}
        of={users}
        all={counts.all}
        definition={definition}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ displayName }) => displayName}
        search={texts.search}
        csv="/users/export.csv"
        columns={{ keep: '/users/columns', everyone: may.setColumns }}
        views={viewsOf(definition, state, standardViews(frame), frame.views)}
        saveView="/users/views"
        {...(menu === undefined
          ? {}
          : { menu, menuFields: { back: tableHref(definition, state) } })}
        bulk={bulkOf(may)}
        empty={
          <EmptyState icon="users" title={texts.empty.title} action={may.create && <NewUser />}>
            {texts.empty.advice}
          </EmptyState>
        }
      />
    </Page>
  );
};

const NewUser = () => (
  <LinkButton to="/users/new" kind="primary" icon="plus">
    {texts.newUser}
  </LinkButton>
);

const [user, email, roles, status, username, created, updated] = userColumns;

const columnsOf = ({ reader }: UsersProps): readonly Column<UserLine>[] => [
  {
    ...user,
    header: true,
    cell: (line) => (
      <Person
        name={line.displayName}
        also={line.username}
        {...(reader.may.edit && line.isWithinReach ? { to: `/users/${line.id}/edit` } : {})}
        avatar={line.avatar}
      />
    ),
  },
  { ...email, minor: true, cell: (line) => line.email },
  {
    ...roles,
    cell: (line) => <Tags of={line.roles.map(({ label }) => label)} none={texts.noRole} />,
  },
  { ...status, cell: ({ isActive }) => <Activity active={isActive} /> },
  { ...username, cell: (line) => line.username },
  { ...created, nowrap: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { ...updated, nowrap: true, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export const Activity = ({ active }: { active: boolean }) =>
  active ? (
    <State is="done" tone="good">
      {texts.statuses[0].label}
    </State>
  ) : (
    <State is="ended">{texts.statuses[1].label}</State>
  );

/**
 * Actions for one user. An action unavailable for this user gives the reason; an action the reader
 * is never allowed is omitted.
 * @param form id of the form that holds the address to return to
 */
export function menuOf(
  {
    id,
    username,
    isActive,
    isWithinReach,
  }: Pick<UserLine, 'id' | 'username' | 'isActive' | 'isWithinReach'>,
  { id: readerId, may }: Reader,
  form: string,
): readonly (readonly MenuAction[])[] {
  const isOwn = readerId === id;
  const reach = isWithinReach ? {} : { unavailable: texts.menu.outOfReach };
  const other = isOwn ? { unavailable: texts.menu.own } : reach;
  const edit: readonly MenuAction[] = [
    { label: texts.menu.edit, icon: 'edit', to: `/users/${id}/edit`, ...reach },
    {
      label: texts.menu.reset,
      icon: 'lock',
      to: `/users/${id}/reset-password`,
      asks: true,
      ...other,
    },
    { label: texts.menu.signOut, icon: 'exit', post: `/users/${id}/sign-out`, form, ...reach },
  ];
  const onOff: MenuAction = isActive
    ? {
        label: texts.menu.deactivate,
        icon: 'ended',
        post: `/users/${id}/deactivate`,
        form,
        ...other,
      }
    : { label: texts.menu.activate, icon: 'done', post: `/users/${id}/activate`, form, ...reach };
  const remove: MenuAction = {
    label: texts.menu.delete,
    icon: 'trash',
    danger: true,
    to: `/users/${id}/delete`,
    asks: true,
    ...other,
  };
  return [
    [
      ...(may.edit ? edit : []),
      ...(may.assignRoles
        ? [
            {
              label: texts.menu.roles,
              icon: 'key' as const,
              to: `/roles?tab=by-user&q=${encodeURIComponent(username)}`,
            },
          ]
        : []),
    ],
    [...(may.edit ? [onOff] : []), ...(may.remove ? [remove] : [])],
  ];
}

const bulkOf = (may: Reader['may']): readonly BulkAction[] => [
  ...(may.assignRoles
    ? [{ label: texts.bulk.giveRole, to: '/users/bulk-role/choose', asks: true }]
    : []),
  ...(may.edit
    ? [
        { label: texts.bulk.activate, to: '/users/bulk-activate' },
        { label: texts.bulk.deactivate, to: '/users/bulk-deactivate' },
      ]
    : []),
  ...(may.remove
    ? [{ label: texts.bulk.delete, to: '/users/bulk-delete/confirm', asks: true, danger: true }]
    : []),
];

const standardViews = ({ counts }: ListFrame) => [
  { label: texts.views.all, count: counts.all },
  { label: texts.views.active, count: counts.active, filter: only('status', 'active') },
  { label: texts.views.inactive, count: counts.inactive, filter: only('status', 'inactive') },
  {
    ...{ label: texts.views.administrators, count: counts.administrators },
    filter: only('access', 'administrator'),
  },
  { label: texts.views.withoutRole, count: counts.withoutRole, filter: only('access', 'none') },
  {
    ...{ label: texts.views.neverSignedIn, count: counts.neverSignedIn },
    filter: only('signed_in', 'never'),
  },
];
