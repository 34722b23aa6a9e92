import type { VNode } from 'preact';
import type { PermissionCode } from '../ontology/actor.ts';
import { SoleCapabilities } from '../positions/index.ts';
import { lacking } from '../roles/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { ConfirmPage, QuestionPage } from '../ui/question-page.tsx';
import { ShownOncePage } from '../ui/shown-once.tsx';
import { FirstPassword } from './form-page.tsx';
import type { Person, RoleChoice } from './person.ts';
import { texts } from './texts.ts';

/** Asks for confirmation before deleting a user and lists the data deleted with them. */
export const deleteUserPage = (person: Person): VNode => {
  const { id, displayName, roles, sessions, stops } = person;
  const positions = person.positions
    .filter(({ stage }) => stage !== 'former')
    .map(({ position, committee }) => `${position} (${committee})`);
  const facts = [
    texts.deletion.roles(roles.map(({ label }) => label)),
    texts.deletion.positions(positions),
  ].join(' and ');
  return (
    <ConfirmPage
      title={texts.deletion.title(displayName)}
      to={`/users/${id}/delete`}
      confirm={texts.deletion.confirm}
      keep={texts.deletion.keep}
      back="/users"
    >
      <p>{texts.deletion.body(displayName, `${facts}${texts.deletion.sessions(sessions)}`)}</p>
      {positions.length > 2 && (
        <ul class="small">
          {positions.map((position) => (
            <li key={position}>{position}</li>
          ))}
        </ul>
      )}
      <SoleCapabilities of={stops} />
      <p>{texts.deletion.keeps}</p>
    </ConfirmPage>
  );
};

/**
 * Asks for confirmation before deactivating a user without whom a committee can't do something (spec
 * people#status).
 */
export const deactivateUserPage = ({ id, displayName, stops }: Person): VNode => (
  <ConfirmPage
    title={texts.deactivation.title(displayName)}
    to={`/users/${id}/deactivate`}
    fields={{ back: `/users/${id}/edit` }}
    confirm={texts.deactivation.confirm}
    keep={texts.deactivation.keep}
    back={`/users/${id}/edit`}
  >
    <div class="stack">
      <p>{texts.deactivation.body(displayName)}</p>
      <SoleCapabilities of={stops} />
    </div>
  </ConfirmPage>
);

interface DeleteManyProps {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly back: string;
}

/** The same for several users. */
export const deleteUsersPage = ({ ids, labels, back }: DeleteManyProps): VNode => (
  <ConfirmPage
    title={texts.bulk.title(ids.length)}
    to="/users/bulk-delete"
    fields={{ user_ids: JSON.stringify(ids), query: back }}
    confirm={texts.bulk.confirm(ids.length)}
    keep={texts.bulk.keep}
    back={back}
  >
    <p>{texts.bulk.body(labels.slice(0, 5), labels.length - 5)}</p>
  </ConfirmPage>
);

interface GiveRoleProps extends DeleteManyProps {
  readonly roles: readonly RoleChoice[];
  readonly held: ReadonlySet<PermissionCode>;
}

/** Asks which role to assign to several users. */
export const giveRolePage = ({ ids, labels, back, roles, held }: GiveRoleProps): VNode => (
  <QuestionPage title={texts.bulk.roleTitle(ids.length)}>
    <p>{texts.bulk.names(labels.slice(0, 5), labels.length - 5)}</p>
    <Form
      to="/users/bulk-role"
      id="role"
      guard={false}
      hidden={{ user_ids: JSON.stringify(ids), query: back }}
    >
      <SelectField
        name="role_id"
        label={texts.bulk.roleField}
        empty={texts.form.choose}
        options={roles.map(({ id, label, codes }) => ({
          value: id,
          label,
          disabled: lacking(held, codes).length > 0,
        }))}
      />
      <div class="acts">
        <LinkButton to={back}>{texts.form.cancel}</LinkButton>
        <Button kind="primary" type="submit">
          {texts.bulk.roleConfirm}
        </Button>
      </div>
    </Form>
  </QuestionPage>
);

interface ResetProps {
  readonly person: Person;
  readonly advice: string;
  readonly state?: FormState | undefined;
}

/** Asks how to set a user's new password. */
export const resetPasswordPage = ({
  person,
  advice,
  state = freshForm({ initial: 'generated' }),
}: ResetProps): VNode => (
  <QuestionPage title={texts.reset.title(person.displayName)}>
    <p>{texts.reset.body}</p>
    <Form to={`/users/${person.id}/reset-password`} id="reset" state={state} guard={false}>
      <FirstPassword
        advice={advice}
        label={texts.reset.kind}
        generatedHelp={texts.form.generatedResetHelp}
      />
      <div class="acts">
        <LinkButton to={`/users/${person.id}/edit`}>{texts.form.cancel}</LinkButton>
        <Button kind="primary" type="submit">
          {texts.reset.confirm}
        </Button>
      </div>
    </Form>
  </QuestionPage>
);

interface PasswordProps {
  readonly title: string;
  readonly username: string;
  readonly password: string;
  readonly isNew: boolean;
}

/** Shows a generated password, once. */
export const passwordPage = ({ title, username, password, isNew }: PasswordProps): VNode => (
  <ShownOncePage
    title={title}
    warning={texts.password.lead}
    next="/users"
    of={[texts.password.username, <code key="name">{username}</code>]}
    secret={{ id: 'made-password', label: texts.password.password, value: password }}
  >
    <p class="small muted">{texts.password.next}</p>
    {isNew && (
      <p>
        <a href="/users/new">{texts.password.another}</a>
      </p>
    )}
  </ShownOncePage>
);
