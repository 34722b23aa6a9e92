import type { VNode } from 'preact';
import type { PersonChoice } from '../people-search/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { ComboboxField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import type { MenuModule } from '../ui/menu.ts';
import { Note } from '../ui/note.tsx';
import { ConfirmPage, QuestionPage } from '../ui/question-page.tsx';
import { MenuTree } from '../ui/sidebar.tsx';
import { listed } from '../ui/words.ts';
import type { EffectiveAccess, RoleDetail } from './role.ts';
import { texts } from './texts.ts';

interface AddPeopleProps {
  readonly role: RoleDetail;
  readonly candidates: readonly PersonChoice[];
  readonly state?: FormState | undefined;
}

/** Selects a user for a role; a page, or a dialog over the list. */
export const addPeoplePage = ({ role, candidates, state }: AddPeopleProps): VNode => {
  const back = `/roles?role_id=${role.id}`;
  return (
    <QuestionPage title={texts.add.title(role.label)}>
      {candidates.length === 0 ? (
        <>
          <p>{texts.add.nobody}</p>
          <div class="acts">
            <LinkButton to={back}>{texts.effective.close}</LinkButton>
          </div>
        </>
      ) : (
        <Form
          to="/roles/assign"
          id="add"
          submit={texts.add.submit}
          cancel={back}
          guard={false}
          hidden={{ role_id: role.id, back }}
          state={state}
        >
          <ComboboxField
            name="user_id"
            label={texts.add.person}
            help={texts.add.effect}
            width="full"
            options={candidates}
            source={`/roles/candidates?role_id=${role.id}`}
          />
        </Form>
      )}
    </QuestionPage>
  );
};

interface EffectiveProps {
  readonly person: EffectiveAccess;
  readonly menu: readonly MenuModule[];
  readonly shown: number;
  readonly all: number;
}

/** The menu as a user sees it. */
export const effectivePage = ({ person, menu, shown, all }: EffectiveProps): VNode => (
  <QuestionPage title={texts.effective.title(person.label)}>
    {!person.isActive && <Note tone="warning">{texts.effective.inactive}</Note>}
    {person.roles.length > 0 && (
      <p class="small muted">{texts.effective.roles(listed(person.roles))}</p>
    )}
    {menu.length === 0 ? (
      <p>{texts.effective.none}</p>
    ) : (
      <>
        <p class="small muted">{texts.effective.sum(shown, all, person.codes.length)}</p>
        <div class="panel mini gap-t">
          <MenuTree menu={menu} label={texts.effective.menu} id="effective" />
        </div>
      </>
    )}
    <div class="acts">
      <LinkButton to="/roles?tab=by-user">{texts.effective.close}</LinkButton>
    </div>
  </QuestionPage>
);

/** Asks for confirmation before deleting a role. */
export const deleteRolePage = ({ id, label }: RoleDetail): VNode => (
  <ConfirmPage
    title={texts.deletion.title(label)}
    to={`/roles/builder/${id}/delete`}
    confirm={texts.deletion.confirm}
    keep={texts.deletion.keep}
    back={`/roles/builder/${id}/edit`}
  >
    <p>{texts.deletion.body}</p>
  </ConfirmPage>
);
