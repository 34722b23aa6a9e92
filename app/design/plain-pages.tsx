import { LinkButton } from '../ui/button.tsx';
import { EmptyState, Failed, Loading, NoMatch } from '../ui/empty-state.tsx';
import { Forbidden } from '../ui/error-body.tsx';
import { ErrorPage } from '../ui/error-page.tsx';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { GatePage } from '../ui/gate-page.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import { sampleNow } from './sample-shell.ts';
import { UsersTable, usersState } from './users-page.tsx';

export const SignInPage = () => (
  <GatePage
    title="Sign in"
    banner="Staging: data is reset every night"
    footer="Norrvik Transit Authority · Trouble signing in? Call the service desk, extension 4400."
  >
    <Form
      to="/design/sign-in"
      state={freshForm({ username: 'twrona' })}
      submit="Sign in"
      guard={false}
    >
      <Note tone="error" live>
        User name or password is incorrect. Four attempts left before the account is locked for 15
        minutes.
      </Note>
      <TextField name="username" label="User name" autocomplete="username" />
      <PasswordField name="password" label="Password" autocomplete="current-password" />
    </Form>
  </GatePage>
);

export const ForbiddenPage = () => (
  <Page title="No access" bare>
    <Forbidden
      page="Settings"
      permission={{ label: 'Manage settings', code: 'settings.manage' }}
      roles={['Secretary', 'Member']}
      helpers={['Henrik Aas', 'Yuki Tanabe']}
      requestId="a41c-09d7"
    />
  </Page>
);

export const MissingPage = () => (
  <ErrorPage
    problem={{ status: 404, detail: 'Nothing found at /design/nowhere.', requestId: '77c1-0b3e' }}
    at={sampleNow}
  />
);

export const BrokenPage = () => (
  <ErrorPage
    problem={{ status: 500, detail: '', requestId: '5be2-d1f4' }}
    at={sampleNow}
    again="/design/broken"
  />
);

/** The list when empty, and with open parts. */
export const UserStatesPage = () => (
  <Page
    title="Users: other states"
    lead="The same table with its overlays open, and when it has nothing to show"
    crumbs={[]}
  >
    <Section id="s-filter" title="Filter builder">
      <UsersTable
        id="filtering"
        state={usersState(
          `do=edit&per_page=10&filter=${encodeURIComponent(JSON.stringify(sampleFilter))}`,
        )}
      />
    </Section>
    <Section id="s-none" title="No matches">
      <NoMatch noun="users" all={48} clear="/design/users" />
    </Section>
    <Section id="s-empty" title="Empty">
      <EmptyState
        icon="users"
        title="No users yet"
        action={
          <>
            <LinkButton to="/design/users/new" kind="primary">
              New user
            </LinkButton>
            <LinkButton to="/design/data">Import</LinkButton>
          </>
        }
      >
        Create the first user, or import users and their roles from a file.
      </EmptyState>
    </Section>
    <Section id="s-failed" title="Could not be loaded">
      <Failed again="/design/users" requestId="7f3a-91c2">
        The server did not respond within 10 seconds. Your filters are kept.
      </Failed>
    </Section>
    <Section id="s-loading" title="Loading">
      <Loading noun="users" columns={['User', 'Email', 'Roles', 'Status']} />
    </Section>
  </Page>
);

const sampleFilter = {
  logic: 'and',
  conditions: [
    { field: 'role', op: 'is', value: 'Member' },
    { field: 'created_at', op: 'before', value: '2026-11-24' },
  ],
  groups: [
    {
      logic: 'or',
      conditions: [
        { field: 'email', op: 'contains', value: 'norrvik.example' },
        { field: 'username', op: 'starts_with', value: 'ext-' },
      ],
    },
  ],
} as const;
