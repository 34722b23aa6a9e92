import { ChecksField } from '../ui/choice-field.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Diff } from '../ui/diff.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { PasswordField, TextAreaField, TextField } from '../ui/text-field.tsx';

const roles = [
  {
    value: 'member',
    label: 'Member',
    help: 'Takes part in the committees where a position is held',
  },
  { value: 'secretary', label: 'Secretary', help: 'Prepares agendas, records minutes' },
  {
    value: 'officer',
    label: 'Governance officer',
    help: 'Looks after Terms of Reference and approvals',
  },
  { value: 'admin', label: 'Administrator', help: 'Full access, all 46 permissions' },
];

/** A form refused with three invalid fields. */
export const refusedUser: FormState = {
  values: {
    display_name: 'Ingvild Solheim',
    username: 'isolheim',
    email: 'ingvild.solheim',
    roles: ['member'],
    note: 'Replaces Viktor Nemec on the Data Protection Panel from 1 December.',
  },
  problems: [
    { field: 'username', message: 'The user name “isolheim” is taken by Ingrid Solheim' },
    { field: 'email', message: 'Enter an email address such as name@norrvik.example' },
    { field: 'password', message: 'The password must be at least 12 characters; this one has 9' },
  ],
};

export const UserFormPage = ({
  state = freshForm({ roles: ['member'] }),
}: {
  state?: FormState;
}) => (
  <Page title="New user" lead="All fields are required unless marked optional.">
    <Form to="/design/users/new" state={state} submit="Create user" cancel="/design/users">
      <TextField
        name="display_name"
        label="Display name"
        help="Shown in minutes, up to 100 characters"
        width="m"
        most={100}
      />
      <TextField
        name="username"
        label="User name"
        help="Letters, digits, dot, hyphen, underscore. It can't be changed later."
        width="m"
      />
      <TextField name="email" label="Email" type="email" />
      <PasswordField
        name="password"
        label="Initial password"
        help="At least 12 characters. The user must change it at the first sign-in."
        width="m"
        autocomplete="new-password"
      />
      <ChecksField
        name="roles"
        label="Roles"
        help="Without a role, the user can sign in but sees an empty menu."
        optional
        options={roles}
      />
      <TextAreaField name="note" label="Note for administrators" optional rows={3} most={500} />
    </Form>
  </Page>
);

/** 409: another user saved first. */
export const UserConflictPage = () => (
  <Page title="Ingrid Solheim" lead="Governance officer, Approver" crumbs={[]}>
    <Form
      to="/design/users/edit"
      state={freshForm({ display_name: 'Ingrid Solheim-Aas', email: 'isolheim@norrvik.example' })}
      submit="Overwrite"
      cancel="/design/users"
      hidden={{ version: '12' }}
    >
      <Conflict thing="The user Ingrid Solheim" by="Henrik Aas">
        <Diff
          of={[
            {
              field: 'Email',
              before: 'isolheim@norrvik.example',
              after: 'ingrid.solheim@norrvik.example',
            },
          ]}
        />
      </Conflict>
      <TextField name="display_name" label="Display name" width="m" most={100} />
      <TextField name="email" label="Email" type="email" />
    </Form>
  </Page>
);

export const DeleteUserPage = () => (
  <Page title="Delete a user" bare>
    <Confirm
      title="Delete user Viktor Nemec?"
      to="/design/done"
      confirm="Delete user"
      keep="Keep user"
      back="/design/users"
    >
      <p>
        He holds no position and no role any more. His entries in minutes and the audit log keep his
        name. This cannot be undone.
      </p>
    </Confirm>
  </Page>
);
