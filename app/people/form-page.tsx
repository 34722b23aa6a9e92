import type { VNode } from 'preact';
import { HeldPositions } from '../positions/index.ts';
import { lacking } from '../roles/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { CheckField, ChecksField, RadiosField } from '../ui/choice-field.tsx';
import { Diff, type Meanwhile } from '../ui/diff.tsx';
import { type MenuAction, RowMenu } from '../ui/dropdown.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form, HiddenFields, SharedForm } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { DescriptionList } from '../ui/list.tsx';
import { momentInWords } from '../ui/moments.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { number } from '../ui/words.ts';
import { Activity, menuOf } from './pages.tsx';
import type { Person, RoleChoice } from './person.ts';
import type { Reader } from './reader.ts';
import { texts } from './texts.ts';

const words = texts.form;

interface NewUserProps {
  readonly roles: readonly RoleChoice[];
  readonly reader: Reader;
  /** The password rules. */
  readonly advice: string;
  readonly state?: FormState | undefined;
}

export const newUserPage = ({
  roles,
  reader,
  advice,
  state = freshNewUser(roles, reader),
}: NewUserProps): VNode => (
  <Page title={words.create} lead={words.lead}>
    <Form
      to="/users"
      state={state}
      submit={words.submit}
      cancel="/users"
      hidden={{ ...rolesShown(reader), status_shown: 'true' }}
    >
      <Names />
      <FirstPassword
        advice={advice}
        label={words.passwordKind}
        help={words.passwordKindHelp}
        generatedHelp={words.generatedHelp}
      />
      <Roles
        roles={roles}
        reader={reader}
        held={roles.filter(({ isDefault }) => isDefault)}
        isNew
      />
      <CheckField name="is_active" label={words.active} help={words.activeHelp} />
    </Form>
  </Page>
);

const freshNewUser = (roles: readonly RoleChoice[], { permissions }: Reader): FormState =>
  freshForm({
    is_active: 'true',
    initial: 'generated',
    roles: roles
      .filter(({ isDefault, codes }) => isDefault && lacking(permissions, codes).length === 0)
      .map(({ id }) => id),
  });

const Names = () => (
  <>
    <TextField
      name="display_name"
      label={words.displayName}
      help={words.displayNameHelp}
      width="m"
      most={100}
      optional
    />
    <TextField
      name="username"
      label={words.username}
      help={words.usernameHelp}
      width="m"
      most={50}
    />
    <TextField name="email" label={words.email} type="email" most={254} />
  </>
);

interface FirstPasswordProps {
  /** The password rules. */
  readonly advice: string;
  readonly label: string;
  readonly help?: string;
  readonly generatedHelp: string;
}

/** Generated or chosen password; the style sheet shows the password field only for the latter. */
export const FirstPassword = ({ advice, label, help, generatedHelp }: FirstPasswordProps) => (
  <div class="stack chosen-password">
    <RadiosField
      name="initial"
      label={label}
      {...(help === undefined ? {} : { help })}
      options={[
        { value: 'generated', label: words.generated, help: generatedHelp },
        { value: 'typed', label: words.typed, help: words.typedHelp },
      ]}
    />
    <PasswordField
      name="password"
      label={words.password}
      help={advice}
      width="m"
      autocomplete="new-password"
    />
  </div>
);

interface RolesProps {
  readonly roles: readonly RoleChoice[];
  readonly reader: Reader;
  readonly held: readonly { readonly label: string }[];
  readonly isNew?: boolean;
}

/** Role checkboxes for readers who may assign roles; the default role as text for others. */
const Roles = ({ roles, reader, held, isNew = false }: RolesProps) => {
  if (!reader.may.assignRoles) {
    const labels = held.map(({ label }) => label);
    return (
      <div class="field">
        <span class="label">{texts.columns.roles}</span>
        <p class="help">
          {isNew ? labels.map(words.defaultRole).join(' ') : words.rolesByOthers(labels)}
        </p>
        <p class="help">{words.rolesNeed}</p>
      </div>
    );
  }
  return (
    <ChecksField
      name="roles"
      label={words.roles}
      help={words.rolesHelp}
      optional
      options={roles.map(({ id, label, description, codes }) => {
        const forbidden = lacking(reader.permissions, codes).length > 0;
        const help = forbidden ? words.rolesNotYours : description;
        return { value: id, label, disabled: forbidden, ...(help === '' ? {} : { help }) };
      })}
    />
  );
};

const rolesShown = ({ may }: Reader): Record<string, string> =>
  may.assignRoles ? { roles_shown: 'true' } : {};

interface EditUserProps {
  readonly person: Person;
  readonly roles: readonly RoleChoice[];
  readonly reader: Reader;
  /** When the account's lock ends. */
  readonly state?: FormState | undefined;
  readonly meanwhile?: Meanwhile;
}

export const editUserPage = ({
  person,
  roles,
  reader,
  state = storedForm(person),
  meanwhile,
}: EditUserProps): VNode => {
  const { id, displayName, username } = person;
  // After a conflict the form is based on the stored version, so that submitting it overwrites.
  const hidden = {
    ...rolesShown(reader),
    status_shown: 'true',
    ...hiddenOf(meanwhile === undefined ? state : storedForm(person)),
  };
  const menu = menuOf(
    { id, username, isActive: person.isActive, isWithinReach: true },
    reader,
    'user-act',
  );
  return (
    <Page
      title={displayName}
      lead={username}
      action={
        <>
          {reader.may.assignRoles && (
            <LinkButton to={`/roles/preview?user_id=${id}`} icon="eye" dialog>
              {texts.detail.seeAs}
            </LinkButton>
          )}
          <SharedForm id="user-act" of={{ back: `/users/${id}/edit` }} />
          <RowMenu
            large
            label={texts.detail.more}
            actions={menu.map((group) =>
              group
                .filter(({ to }) => to !== `/users/${id}/edit`)
                .map((item) => (person.stops.length > 0 ? asking(item, id) : item)),
            )}
          />
        </>
      }
    >
      {person.lockedUntil !== null && <Locked person={person} until={person.lockedUntil} />}
      <Split
        label={texts.detail.account}
        aside={
          <>
            <Account person={person} />
            <HeldPositions terms={person.positions} stops={person.stops} />
          </>
        }
      >
        <Form
          to={`/users/${id}`}
          state={state}
          submit={meanwhile === undefined ? words.save : words.saveOver}
          cancel="/users"
          hidden={hidden}
        >
          {meanwhile !== undefined && (
            <Conflict thing={words.thing(displayName)} by={meanwhile.by}>
              <Diff of={meanwhile.differences} />
            </Conflict>
          )}
          <Names />
          <Roles roles={roles} reader={reader} held={person.roles} />
          <CheckField name="is_active" label={words.active} help={words.activeHelp} />
        </Form>
      </Split>
    </Page>
  );
};

/** The deactivation with a question first, because something stops with it. */
const asking = (item: MenuAction, id: string): MenuAction =>
  item.post === `/users/${id}/deactivate` && item.unavailable === undefined
    ? {
        ...{ label: texts.menu.deactivateAsks, icon: 'ended' },
        ...{ to: `/users/${id}/deactivate`, asks: true },
      }
    : item;

const Locked = ({ person, until }: { person: Person; until: Date }) => {
  const shell = useShell();
  const isForGood = until.getUTCFullYear() > 9000;
  const when = isForGood
    ? texts.detail.lockedForGood
    : texts.detail.lockedUntil(momentInWords(until, 'moment', shell));
  return (
    <Note tone="warning" icon="lock">
      <form class="acts" method="post" action={`/users/${person.id}/unlock`}>
        <HiddenFields />
        {texts.detail.locked(when)}
        <button class="btn sm" type="submit">
          {texts.detail.unlock}
        </button>
      </form>
    </Note>
  );
};

const Account = ({ person }: { person: Person }) => (
  <Section id="account" title={texts.detail.account}>
    <DescriptionList
      of={[
        [texts.columns.status, <Activity active={person.isActive} key="status" />],
        [texts.detail.since, <Time at={person.createdAt} key="since" />],
        [
          texts.detail.lastSignIn,
          person.lastSignInAt === null ? (
            texts.detail.never
          ) : (
            <Time at={person.lastSignInAt} style="moment" key="last" />
          ),
        ],
        [texts.detail.password, texts.detail.passwords[person.passwordIs]],
        [texts.detail.sessions, number(person.sessions)],
      ]}
    />
  </Section>
);

/** The form of a stored user. */
const storedForm = ({
  username,
  displayName,
  email,
  isActive,
  roles,
  version,
}: Person): FormState => {
  const ids = roles.map(({ id }) => id).toSorted();
  return freshForm({
    ...{
      username,
      display_name: displayName,
      email,
      is_active: String(isActive),
      roles: ids,
      version,
    },
    ...{
      seen_username: username,
      seen_display_name: displayName,
      seen_email: email,
      seen_is_active: String(isActive),
      seen_roles: ids.join(','),
    },
  });
};

const hiddenNames = [
  'version',
  'seen_username',
  'seen_display_name',
  'seen_email',
  'seen_is_active',
  'seen_roles',
] as const;
const hiddenOf = ({ values }: FormState): Record<string, string> =>
  Object.fromEntries(hiddenNames.map((name) => [name, single(values[name])]));
