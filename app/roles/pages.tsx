import type { ComponentChildren, VNode } from 'preact';
import type { Page as Rows } from '../ontology/list/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dropdown, MenuGroups } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { HiddenFields } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { Person } from '../ui/person.tsx';
import { RowButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import type { TableState } from '../ui/table-state.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Count, State } from '../ui/word.tsx';
import type { Holder, RoleLine } from './role.ts';
import { holderTable, memberTable } from './schema.ts';
import { texts } from './texts.ts';

interface RolesProps {
  readonly roles: readonly RoleLine[];
  readonly state: TableState;
  /** Address of the page, to return to. */
  readonly back: string;
  /** Whether this user may edit roles. */
  readonly mayBuild: boolean;
}

interface ByRoleProps extends RolesProps {
  readonly role: RoleLine | undefined;
  readonly members: Rows<Holder> | undefined;
}

const RolesFrame = ({
  tab,
  mayBuild,
  children,
}: {
  tab: 'by-role' | 'by-user';
  mayBuild: boolean;
  children: ComponentChildren;
}) => (
  <Page
    title={texts.title}
    lead={texts.lead}
    action={
      mayBuild && (
        <LinkButton to="/roles/new" kind="primary" icon="plus">
          {texts.newRole}
        </LinkButton>
      )
    }
  >
    <Tabs
      label={texts.tabs.label}
      of={[
        { label: texts.tabs.byRole, to: '/roles', current: tab === 'by-role' },
        { label: texts.tabs.byUser, to: '/roles?tab=by-user', current: tab === 'by-user' },
      ]}
    />
    {children}
  </Page>
);

export const byRolePage = ({ roles, role, members, state, back, mayBuild }: ByRoleProps): VNode => (
  <RolesFrame tab="by-role" mayBuild={mayBuild}>
    {roles.length === 0 ? (
      <EmptyState icon="key" title={texts.noRoles}>
        {texts.noRolesAdvice}
      </EmptyState>
    ) : (
      <Section id="all-roles" title={texts.title} quiet>
        <SimpleTable
          caption={texts.title}
          of={roles}
          columns={roleColumns(mayBuild)}
          rowKey={({ id }) => id}
          isCurrent={({ id }) => id === role?.id}
        />
      </Section>
    )}
    {role !== undefined && members !== undefined && (
      <Section
        id="members"
        title={texts.members(role.label)}
        count={<Count n={role.holders} />}
        end={
          <LinkButton to={`/roles/add?role_id=${role.id}`} icon="plus" small dialog>
            {texts.addPeople}
          </LinkButton>
        }
      >
        {role.holders === 0 ? (
          <EmptyState icon="users" title={texts.noMembers}>
            {texts.noMembersAdvice}
          </EmptyState>
        ) : (
          <DataTable
            noun={texts.noun}
            id="member-list"
            of={members}
            all={role.holders}
            definition={{ ...memberTable, columns: memberColumns(role, back) }}
            state={state}
            rowKey={({ id }) => id}
            rowName={({ label }) => label}
            search={texts.search}
            empty={<EmptyState icon="users" title={texts.noMembers} />}
          />
        )}
      </Section>
    )}
  </RolesFrame>
);

const roleColumns = (mayBuild: boolean): readonly SimpleColumn<RoleLine>[] => [
  {
    label: texts.columns.role,
    header: true,
    cell: ({ id, label, description, isDefault }) => (
      <>
        <a href={`/roles?role_id=${id}#members`}>{label}</a>
        {isDefault && <span class="muted"> · {texts.isDefault}</span>}
        {description !== '' && <span class="sub">{description}</span>}
      </>
    ),
  },
  { label: texts.columns.people, number: true, cell: ({ holders }) => <Count n={holders} /> },
  {
    label: texts.columns.permissions,
    number: true,
    cell: ({ codes }) => <Count n={codes.length} />,
  },
  ...(mayBuild
    ? [
        {
          label: texts.columns.actions,
          actions: true,
          cell: ({ id, label }: RoleLine) => (
            <LinkButton to={`/roles/builder/${id}/edit`} kind="quiet" small icon="edit">
              {texts.edit}
              <span class="vh"> {label}</span>
            </LinkButton>
          ),
        },
      ]
    : []),
];

const name: Column<Holder> = {
  ...memberTable.columns[0],
  header: true,
  cell: (holder) => <Person name={holder.label} also={holder.name} avatar={holder.avatar} />,
};

const status: Column<Holder> = {
  key: 'status',
  label: texts.columns.status,
  cell: ({ isActive }) => <Activity active={isActive} />,
};

const Activity = ({ active }: { active: boolean }) =>
  active ? (
    <State is="done" tone="good">
      {texts.active}
    </State>
  ) : (
    <State is="ended">{texts.inactive}</State>
  );

const memberColumns = (role: RoleLine, back: string): readonly Column<Holder>[] => [
  name,
  status,
  {
    key: 'actions',
    label: texts.columns.actions,
    always: true,
    actions: true,
    cell: ({ id, label }) => (
      <RowButton
        to="/roles/unassign"
        fields={{ user_id: id, role_id: role.id, back }}
        class="row-acts"
        of={texts.removeFrom(label, role.label)}
      >
        {texts.remove}
      </RowButton>
    ),
  },
];

interface ByUserProps extends RolesProps {
  readonly people: Rows<Holder>;
}

export const byUserPage = ({ roles, people, state, back, mayBuild }: ByUserProps): VNode => (
  <RolesFrame tab="by-user" mayBuild={mayBuild}>
    <DataTable
      noun={texts.noun}
      id="holder-list"
      of={people}
      definition={{ ...holderTable, columns: holderColumns(roles, back) }}
      state={state}
      rowKey={({ id }) => id}
      rowName={({ label }) => label}
      search={texts.search}
      empty={<EmptyState icon="users" title={texts.noMembers} />}
    />
  </RolesFrame>
);

const holderColumns = (roles: readonly RoleLine[], back: string): readonly Column<Holder>[] => [
  name,
  {
    key: 'roles',
    label: texts.columns.roles,
    cell: (holder) => (
      <span class="tags held-roles">
        {holder.roles.length === 0 && <span class="muted">{texts.noRole}</span>}
        {holder.roles.map((role) => (
          <RoleChip key={role.id} role={role} holder={holder} back={back} />
        ))}
      </span>
    ),
  },
  status,
  {
    key: 'actions',
    label: texts.columns.actions,
    always: true,
    actions: true,
    cell: (holder) => (
      <span class="acts row-acts">
        <AddRole holder={holder} roles={roles} back={back} />
        <LinkButton
          to={`/roles/preview?user_id=${holder.id}`}
          kind="quiet"
          small
          icon="eye"
          dialog
          label={texts.previewOf(holder.label)}
        />
      </span>
    ),
  },
];

const RoleChip = ({
  role,
  holder,
  back,
}: {
  role: Holder['roles'][number];
  holder: Holder;
  back: string;
}) => (
  <form class="chip" method="post" action="/roles/unassign">
    <HiddenFields of={{ user_id: holder.id, role_id: role.id, back }} />
    {role.label}
    <button class="btn quiet" type="submit" aria-label={texts.removeRole(role.label, holder.label)}>
      <Icon name="close" small />
    </button>
  </form>
);

const AddRole = ({
  holder,
  roles,
  back,
}: {
  holder: Holder;
  roles: readonly RoleLine[];
  back: string;
}) => {
  const open = roles.filter(({ id }) => !holder.roles.some((role) => role.id === id));
  return (
    <Dropdown
      summary={
        <>
          <Icon name="plus" small />
          {texts.addRole}
          <span class="vh">{texts.addRoleTo(holder.label)}</span>
        </>
      }
    >
      {open.length === 0 ? (
        <p class="pop-head">{texts.allRoles}</p>
      ) : (
        <MenuGroups
          groups={[
            open.map(({ id, label }) => ({
              label,
              post: '/roles/assign',
              fields: { user_id: holder.id, role_id: id, back },
            })),
          ]}
        />
      )}
    </Dropdown>
  );
};
