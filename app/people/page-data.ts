import type { VNode } from 'preact';
import { accessSettings, passwordAdvice, readSettings } from '../auth/index.ts';
import { AppError } from '../errors.ts';
import { missing } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { differences } from '../http/differences.ts';
import { listState } from '../http/list-parser.ts';
import type { SignedIn } from '../http/visit.ts';
import { mayAdminister } from '../roles/index.ts';
import { listAddress, readSelection, type Selection } from '../saved-lists/index.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { formFacts, seenFacts } from './commands.ts';
import { editUserPage, newUserPage } from './form-page.tsx';
import { usersPage } from './pages.tsx';
import type { Person, RoleChoice } from './person.ts';
import { findPerson, listRoleChoices, listUsers, readListFrame, userList } from './queries.ts';
import {
  deactivateUserPage,
  deleteUserPage,
  deleteUsersPage,
  giveRolePage,
  resetPasswordPage,
} from './questions.tsx';
import { asReader } from './reader.ts';
import { type UserInput, userTable } from './schema.ts';
import { texts } from './texts.ts';

type PersonCall = OwnCall & { readonly id: string };

/** The list state of an address. */
export const stateOf = (call: Pick<OwnCall, 'request' | 'visit'>, preferred?: string) =>
  listState(userTable(), call, preferred);

/** The pages of users with their data, read from the database. */
export function userViews({ db, config, now }: Pick<Services, 'db' | 'config' | 'now'>) {
  const advice = async (): Promise<string> =>
    passwordAdvice(accessSettings(await readSettings(db), config.environment));
  /** Returns a user whose account the actor may change; throws 404 or 403 otherwise. */
  const within = async ({ id, actor }: PersonCall): Promise<Person> => {
    const person = await findPerson(db, id, now());
    if (person === undefined) throw missing();
    const verdict = mayAdminister(actor.permissions, {
      label: person.displayName,
      codes: person.codes,
    });
    if (verdict !== true)
      throw new AppError('forbidden', {
        message: verdict,
        status: 403,
        details: { reason: verdict },
      });
    return person;
  };

  const edit = async (call: PersonCall, state?: FormState): Promise<VNode> => {
    const person = await within(call);
    const roles = await listRoleChoices(db);
    return editUserPage({
      person,
      roles,
      reader: asReader(call.actor),
      state,
    });
  };

  return {
    within,

    async list(call: OwnCall): Promise<VNode> {
      const [frame, users] = await Promise.all([
        readListFrame(db, call.actor.id),
        listUsers(db, stateOf(call), call.actor.permissions),
      ]);
      return usersPage({
        users,
        frame,
        state: stateOf(call, frame.columns ?? undefined),
        reader: asReader(call.actor),
      });
    },

    async newUser({ actor }: OwnCall, state?: FormState): Promise<VNode> {
      const [roles, words] = await Promise.all([listRoleChoices(db), advice()]);
      return newUserPage({
        roles,
        reader: asReader(actor),
        advice: words,
        state,
      });
    },

    edit,

    /** Shows the form after another user saved first: their changes, above the submitted values. */
    async conflict(call: PersonCall, input: UserInput, by: string | undefined): Promise<VNode> {
      const person = await within(call);
      const roles = await listRoleChoices(db);
      const named = namesOf([...roles, ...person.roles]);
      const [then, since] = [seenFacts(input), formFacts(person, input)];
      const changed = differences(
        { ...since, roles: since.roles.map(named) },
        { ...then, roles: then.roles.map(named) },
        labels,
        words,
      );
      const { username, display_name, email, is_active = person.isActive } = input;
      const state = freshForm({
        username,
        display_name,
        email,
        is_active: String(is_active),
        roles: input.roles,
      });
      return editUserPage({
        person,
        roles,
        reader: asReader(call.actor),
        state,
        meanwhile: { by, differences: changed },
      });
    },

    async reset(call: PersonCall, state?: FormState): Promise<VNode> {
      const [person, words] = await Promise.all([within(call), advice()]);
      return resetPasswordPage({
        person,
        advice: words,
        state,
      });
    },

    deletion: async (call: PersonCall): Promise<VNode> => deleteUserPage(await within(call)),

    deactivation: async (call: PersonCall): Promise<VNode> =>
      deactivateUserPage(await within(call)),

    /** Asks which role to assign to several users. */
    async roleForMany(sent: Selection, actor: SignedIn): Promise<VNode> {
      const [selected, choices] = await Promise.all([
        readSelection(db, userList, sent, { id: actor.id, now: now() }),
        listRoleChoices(db),
      ]);
      return giveRolePage({
        ids: [...selected.keys()],
        labels: [...selected.values()],
        back: listAddress(userList, sent.query),
        roles: choices,
        held: actor.permissions,
      });
    },

    /** Asks for confirmation before deleting several users. */
    async deletions(sent: Selection, actor: SignedIn): Promise<VNode> {
      const selected = await readSelection(db, userList, sent, { id: actor.id, now: now() });
      const ids = [...selected.keys()];
      return deleteUsersPage({
        ids,
        labels: [...selected.values()],
        back: listAddress(userList, sent.query),
      });
    },
  };
}

const namesOf = (roles: readonly Pick<RoleChoice, 'id' | 'label'>[]) => {
  const labelsById = new Map(roles.map(({ id, label }) => [id, label]));
  return (id: string): string => labelsById.get(id) ?? id;
};

const { username, displayName, email, status, roles } = texts.columns;
const labels = { username, display_name: displayName, email, is_active: status, roles };
const words = { yes: texts.statuses[0].label, no: texts.statuses[1].label };
