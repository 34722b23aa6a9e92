import type { VNode } from 'preact';
import { LinkButton } from '../ui/button.tsx';
import { ComboboxField } from '../ui/choice-field.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import type { MenuModule } from '../ui/menu.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { MenuTree } from '../ui/sidebar.tsx';
import { listed } from '../ui/words.ts';
import type { Candidate, EffectiveAccess, RoleDetail } from './role.ts';
import { texts } from './texts.ts';

export interface AddPeopleProps {
  readonly role: RoleDetail;
  readonly candidates: readonly Candidate[];
  readonly state?: FormState;
}

/** Selects a user for a role; a page, or a dialog over the list. */
export const addPeoplePage = ({ role, candidates, state }: AddPeopleProps): VNode => {
  const back = `/roles?role_id=${role.id}`;
  return (
    <Page title={texts.add.title(role.label)} bare>
      <div class="confirm" data-dialog-content="">
        <h1>{texts.add.title(role.label)}</h1>
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
            {...(state === undefined ? {} : { state })}
          >
            <ComboboxField
              name="user_id"
              label={texts.add.person}
              help={texts.add.effect}
              width="full"
              options={candidates.map(({ id, label, name }) => ({
                value: id,
                label: `${label} (${name})`,
              }))}
              source={`/roles/candidates?role_id=${role.id}`}
            />
          </Form>
        )}
      </div>
    </Page>
  );
};

export interface EffectiveProps {
  readonly person: EffectiveAccess;
  readonly menu: readonly MenuModule[];
  readonly shown: number;
  readonly all: number;
}

/** The menu as a user sees it. */
export const effectivePage = ({ person, menu, shown, all }: EffectiveProps): VNode => (
  <Page title={texts.effective.title(person.label)} bare>
    <div class="confirm" data-dialog-content="">
      <h1>{texts.effective.title(person.label)}</h1>
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
    </div>
  </Page>
);

/** Asks for confirmation before deleting a role. */
export const deleteRolePage = ({ id, label }: RoleDetail): VNode => (
  <Page title={texts.deletion.title(label)} bare>
    <Confirm
      title={texts.deletion.title(label)}
      to={`/roles/builder/${id}/delete`}
      confirm={texts.deletion.confirm}
      keep={texts.deletion.keep}
      back={`/roles/builder/${id}/edit`}
    >
      <p>{texts.deletion.body}</p>
    </Confirm>
  </Page>
);
