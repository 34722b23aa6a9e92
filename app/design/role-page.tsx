import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Check } from '../ui/choice-field.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { Icon } from '../ui/icon.tsx';
import { Rows } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { ActionBar, Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { MenuTree } from '../ui/sidebar.tsx';
import { TextField } from '../ui/text-field.tsx';
import { State } from '../ui/word.tsx';

interface Permission {
  readonly code: string;
  readonly label: string;
  readonly help?: string;
  readonly given?: boolean;
}

const governance: readonly Permission[] = [
  {
    code: 'tor.list',
    label: 'List ToRs',
    help: 'See Terms of Reference, the map and the outlook',
    given: true,
  },
  { code: 'tor.create', label: 'Create ToRs', help: 'Start a new committee' },
  { code: 'tor.edit', label: 'Edit ToRs', help: 'Change any ToR and act in all of them' },
  { code: 'tor.manage_members', label: 'Manage members', help: 'Fill and vacate positions' },
  {
    code: 'agenda.view',
    label: 'View agenda',
    help: 'See agenda points and courses of action',
    given: true,
  },
  {
    code: 'agenda.create',
    label: 'Create agenda points',
    help: 'Also without a proposal',
    given: true,
  },
  {
    code: 'agenda.queue',
    label: 'Queue proposals',
    help: 'Mark approved proposals as ready',
    given: true,
  },
  {
    code: 'agenda.manage',
    label: 'Manage agenda',
    help: 'Schedule, reorder, complete',
    given: true,
  },
  { code: 'agenda.participate', label: 'Give opinions', help: 'Prefer a course of action' },
  { code: 'agenda.decide', label: 'Record decisions', help: 'Choose the course of action' },
  { code: 'meetings.view', label: 'View meetings', help: 'All meetings of own ToRs', given: true },
  {
    code: 'minutes.generate',
    label: 'Generate minutes',
    help: 'After a meeting has ended',
    given: true,
  },
  { code: 'minutes.edit', label: 'Edit minutes', help: 'Until they are approved', given: true },
  { code: 'minutes.approve', label: 'Approve minutes', help: 'Makes them final' },
];

const groups: readonly {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly open?: boolean;
}[] = [
  { name: 'Admin', permissions: [{ code: 'audit.view', label: 'View the audit log' }] },
  {
    name: 'Dashboard',
    permissions: [
      { code: 'dashboard.view', label: 'View dashboard', help: 'Open the start page', given: true },
    ],
  },
  {
    name: 'Documents',
    permissions: [{ code: 'document.list', label: 'List documents', given: true }],
  },
  { name: 'Governance', permissions: governance, open: true },
  { name: 'Roles', permissions: [{ code: 'roles.assign', label: 'Assign roles' }] },
  { name: 'Users', permissions: [{ code: 'users.list', label: 'List users', given: true }] },
];

const givenOf = (permissions: readonly Permission[]): number =>
  permissions.filter(({ given }) => given === true).length;

export const RolePage = () => (
  <Page
    title="Role: Secretary"
    short="Secretary"
    lead="Assigned to 5 users · changed by Henrik Aas today at 08:58"
    action={
      <>
        <LinkButton to="/design/users">Assign to users</LinkButton>
        <RowMenu
          large
          label="More actions"
          actions={[
            [{ label: 'Duplicate', post: '/design/done' }],
            [{ label: 'Delete…', danger: true, unavailable: 'Assigned to 5 users' }],
          ]}
        />
      </>
    }
  >
    <Form
      wide
      to="/design/done"
      state={freshForm({
        label: 'Secretary',
        name: 'secretary',
        description: 'Prepares agendas, records minutes, keeps the queue',
      })}
    >
      <Split label="Effective menu" aside={<Preview />}>
        <Section id="details" title="Details" quiet>
          <div class="duo">
            <TextField name="label" label="Label" />
            <TextField
              name="name"
              label="Internal name"
              help="Fixed while users have this role"
              readonly
              code
            />
          </div>
          <div class="gap-t">
            <TextField name="description" label="Description" optional />
          </div>
        </Section>
        <Section id="permissions" title="Permissions" count="15 of 46" end={<PermissionSearch />}>
          {groups.map(({ name, permissions, open = false }) => (
            <Fold
              key={name}
              title={name}
              open={open}
              end={`${givenOf(permissions) || 'none'} of ${permissions.length}`}
            >
              <PermissionGroup name={name} permissions={permissions} />
            </Fold>
          ))}
        </Section>
      </Split>
      <ActionBar status="2 unsaved changes, 5 users affected">
        <LinkButton to="/design/roles" kind="quiet">
          Discard
        </LinkButton>
        <Button kind="primary" type="submit">
          Save role
        </Button>
      </ActionBar>
    </Form>
  </Page>
);

/** Filters the permissions below by text; needs JavaScript, so it is hidden without. */
const PermissionSearch = () => (
  <span class="affix scripted" data-narrows="permission">
    <Icon name="search" small />
    <input
      class="input sm"
      type="search"
      aria-label="Find permission"
      placeholder="Find permission"
    />
  </span>
);

const PermissionGroup = ({
  name,
  permissions,
}: {
  name: string;
  permissions: readonly Permission[];
}) => (
  <div data-check-group="">
    {permissions.length > 1 && (
      <Check
        name=""
        label={<span class="strong">All of {name}</span>}
        mixed={givenOf(permissions) > 0 && givenOf(permissions) < permissions.length}
      />
    )}
    <div class="caps">
      {permissions.map(({ code, label, help, given = false }) => (
        <div key={code} data-permission="">
          <Check
            name="permissions"
            value={code}
            label={label}
            code={code}
            checked={given}
            {...(help === undefined ? {} : { help })}
          />
        </div>
      ))}
    </div>
  </div>
);

const Preview = () => {
  const { menu } = useShell();
  return (
    <>
      <Section id="preview" title="Menu preview">
        <p class="small muted" role="status">
          8 of 18 menu entries. Positions in a ToR can add more.
        </p>
        <div class="panel mini gap-t">
          <MenuTree menu={menu.slice(0, 2)} label="Menu preview" id="preview-nav" level={3} />
        </div>
      </Section>
      <Section id="changes" title="Unsaved changes">
        <Rows
          of={[
            {
              key: 1,
              lead: (
                <State is="done" tone="good" icon="plus">
                  Given
                </State>
              ),
              text: 'Create agenda points',
            },
            {
              key: 2,
              lead: (
                <State is="ended" tone="bad" icon="close">
                  Taken
                </State>
              ),
              text: 'Give opinions',
            },
          ]}
        />
      </Section>
    </>
  );
};
