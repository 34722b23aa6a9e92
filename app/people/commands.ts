import { endAccess, endSessions, givePassword, tokenChanges } from '../auth/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changedMeanwhile } from '../ontology/conflict.ts';
import { changeEntity, insertEntity, lockEntity, removeEntities } from '../ontology/entities.ts';
import { type Change, refuse, refuseConflict, saved, savedAll } from '../ontology/outcome.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { keepTermsOf } from '../positions/index.ts';
import {
  lockAccess,
  mayAdminister,
  mayGive,
  type Powers,
  requireAdministrator,
} from '../roles/index.ts';
import type { Person, RoleChoice } from './person.ts';
import { findNamesake, findPerson, listRoleChoices } from './queries.ts';
import { mayDoToOwn } from './rules.ts';
import type { NewUserInput, UserInput } from './schema.ts';
import { texts } from './texts.ts';

/**
 * A password generated or checked before the transaction: hashing takes time, and others wait for a
 * transaction.
 */
export interface PreparedPassword {
  readonly hash: string;
  /**
   * Tells this request from an earlier submission of the same form. Does not depend on the
   * password.
   */
  readonly mark: string;
}

/** The created user, and the request that created it. */
export interface Made {
  readonly id: string;
  readonly label: string;
  readonly mark: string;
}

type NewUser = Pick<
  NewUserInput,
  'username' | 'display_name' | 'email' | 'is_active' | 'roles' | 'roles_shown'
> & {
  readonly password: PreparedPassword;
};

/**
 * Creates a user with an initial password. The user gets the default role, unless the actor chose
 * others, which requires `roles.assign`; no one can assign a role that exceeds their own
 * permissions (spec permissions#no-escalation).
 */
export const createUser = command<NewUser, Made>(
  'user.created',
  { may: 'users.create' },
  async (tx, context) => {
    const { input, now } = context;
    const powers = await lockAccess(tx, context);
    await requireFreeName(tx, input.username);
    const choices = await listRoleChoices(tx);
    const roles = input.roles_shown
      ? chosenRoles(powers, choices, input.roles, [])
      : choices.filter(({ isDefault }) => isDefault);
    const { username: name, display_name: label, email, is_active: isActive = true } = input;
    const user = await insertEntity(tx, {
      type: 'user',
      name,
      label,
      isActive,
      properties: { email },
    });
    await relate(
      tx,
      roles.map(({ id }) => ({ type: 'has_role', source: user.id, target: id })),
    );
    await givePassword(tx, { userId: user.id, userName: name, hash: input.password.hash, now });
    const change = {
      target: { type: 'user', id: user.id, label },
      after: {
        username: name,
        display_name: label,
        email,
        is_active: isActive,
        roles: roles.map((role) => role.label),
      },
    } satisfies Change;
    return savedAll([change, ...assignments({ id: user.id, label }, [], roles)], {
      id: user.id,
      label,
      mark: input.password.mark,
    });
  },
);

type UserChange = Omit<UserInput, 'password'> & {
  readonly id: string;
  readonly password?: PreparedPassword | undefined;
};

/**
 * Updates an account, including its roles if the form showed them and the actor may assign roles. A
 * password is an initial one, as after a reset. Returns the label.
 */
export const updateUser = command<UserChange, string>(
  'user.updated',
  { may: 'users.edit' },
  async (tx, context) => {
    const { actor, input, now } = context;
    const { snapshot, person, powers } = await openPerson(tx, context);
    const { version } = input;
    if (
      version !== undefined &&
      changedMeanwhile(formFacts(person, input), seenFacts(input)).length > 0
    )
      throw refuseConflict(snapshot, version);
    if (input.username !== person.username) await requireFreeName(tx, input.username, person.id);
    const {
      username: name,
      display_name: label,
      email,
      is_active: isActive = person.isActive,
    } = input;
    const further: Change[] = [];
    if (person.isActive && !isActive) {
      requireOther('deactivate', actor, person.id);
      // Before a trigger revokes the tokens unrecorded.
      further.push(
        ...tokenChanges(
          await endAccess(tx, {
            userId: person.id,
            exceptSession: null,
            because: 'deactivated',
            now,
          }),
          'deactivated',
        ),
      );
    }
    const roles = input.roles_shown
      ? await nextRoles(tx, powers, person, input.roles)
      : person.roles;
    await changeEntity<'user'>(tx, snapshot, { name, label, isActive, properties: { email } });
    await setTargets(
      tx,
      'has_role',
      person.id,
      roles.map(({ id }) => id),
    );
    await requireAdministrator(tx);
    further.push(...assignments({ id: person.id, label }, person.roles, roles));
    if (input.password !== undefined) {
      const verdict = mayDoToOwn('reset', actor, person.id);
      if (verdict !== true) throw refuse({ field: 'password', message: verdict });
      const ended = await givePassword(tx, {
        userId: person.id,
        userName: name,
        hash: input.password.hash,
        now,
      });
      const details = { sessions: ended.sessions, tokens_revoked: ended.tokens.length };
      further.push({
        action: 'auth.password_reset',
        target: { type: 'user', id: person.id, label },
        details,
        always: true,
      });
      further.push(...tokenChanges(ended, 'password_reset'));
    }
    const change = {
      target: { type: 'user', id: person.id, label },
      before: auditFacts(person),
      after: {
        ...{ username: name, display_name: label, email, is_active: isActive },
        roles: roles.map((role) => role.label),
      },
      details: { password_changed: input.password !== undefined },
    };
    return savedAll([change, ...further], label);
  },
);

/**
 * Deletes a user with their sessions and roles. The history of their positions keeps their name and
 * terms of office (spec people#deletion). Returns the label.
 */
export const deleteUser = command<
  { readonly id: string; readonly version?: string | undefined },
  string
>('user.deleted', { may: 'users.delete' }, async (tx, context) => {
  const { actor, input, now } = context;
  const { snapshot, person } = await openPerson(tx, context);
  if (input.version !== undefined && input.version !== snapshot.version)
    throw refuseConflict(snapshot, input.version);
  const verdict = mayDoToOwn('delete', actor, person.id);
  if (verdict !== true) throw refuse(verdict, 409);
  await endSessions(tx, { userId: person.id, allExcept: null });
  await keepTermsOf(tx, person.id, actor, now);
  await removeEntities(tx, [person.id]);
  await requireAdministrator(tx);
  return saved({
    target: { type: 'user', id: person.id, label: person.displayName },
    before: auditFacts(person),
    details: { username: person.username },
    value: person.displayName,
  });
});

type Opening = Parameters<typeof lockAccess>[1] & { readonly input: { readonly id: string } };

/** Locks and returns the account to change, if the actor's own permissions cover it. */
export async function openPerson(
  tx: Tx,
  context: Opening,
): Promise<{ snapshot: EntitySnapshot; person: Person; powers: Powers }> {
  const { id } = context.input;
  const powers = await lockAccess(tx, context);
  const snapshot = await lockEntity(tx, 'user', id);
  const person = await findPerson(tx, id);
  if (person === undefined) throw refuse(texts.deletedMeanwhile, 409);
  const verdict = mayAdminister(powers, { label: person.displayName, codes: person.codes });
  if (verdict !== true) throw refuse({ message: verdict, code: 'escalation' });
  return { snapshot, person, powers };
}

function requireOther(action: 'deactivate', actor: Opening['actor'], id: string): void {
  const verdict = mayDoToOwn(action, actor, id);
  if (verdict !== true) throw refuse({ field: 'is_active', message: verdict });
}

async function requireFreeName(tx: Tx, username: string, ownId?: string): Promise<void> {
  const namesake = await findNamesake(tx, username, ownId);
  if (namesake !== undefined)
    throw refuse({
      field: 'username',
      message: texts.form.taken(username, namesake.label),
      code: 'name_taken',
    });
}

/**
 * The selected roles; the actor must be allowed to assign each role that is added or removed, which
 * requires `roles.assign`.
 */
function chosenRoles(
  powers: Powers,
  choices: readonly RoleChoice[],
  wanted: readonly string[],
  present: readonly string[],
): readonly RoleChoice[] {
  const roles = choices.filter(({ id }) => wanted.includes(id));
  if (roles.length < wanted.length)
    throw refuse({ field: 'roles', message: texts.form.unknownRole });
  const changed = choices.filter(({ id }) => wanted.includes(id) !== present.includes(id));
  if (changed.length > 0 && powers !== 'everything' && !powers.has('roles.assign'))
    throw refuse({ field: 'roles', message: texts.form.rolesNeed });
  const forbidden = changed
    .map((role) => mayGive(powers, role))
    .find((verdict) => verdict !== true);
  if (typeof forbidden === 'string') throw refuse({ field: 'roles', message: forbidden });
  return roles;
}

/** The roles after a change; inactive ones, which the form does not show, are kept. */
async function nextRoles(
  tx: Tx,
  powers: Powers,
  { roles }: Person,
  wanted: readonly string[],
): Promise<Person['roles']> {
  const choices = await listRoleChoices(tx);
  const hidden = roles.filter(({ id }) => !choices.some((choice) => choice.id === id));
  const present = roles.map(({ id }) => id);
  return [...chosenRoles(powers, choices, wanted, present), ...hidden];
}

interface Named {
  readonly id: string;
  readonly label: string;
}

/**
 * One event per added or removed role, the same as on the roles page, so that all assignments are
 * found under one action.
 */
const assignments = (
  person: Named,
  before: readonly Named[],
  after: readonly Named[],
): readonly Change[] => {
  const missingIn = (roles: readonly Named[]) => (role: Named) =>
    !roles.some(({ id }) => id === role.id);
  const change = (action: 'role.assigned' | 'role.unassigned') => (role: Named) => ({
    action,
    target: { type: 'role', id: role.id, label: role.label },
    details: { user_id: person.id, user: person.label, role_id: role.id },
  });
  return [
    ...after.filter(missingIn(before)).map(change('role.assigned')),
    ...before.filter(missingIn(after)).map(change('role.unassigned')),
  ];
};

/** The facts that the audit log records of an account. */
const auditFacts = ({ username, displayName, email, isActive, roles }: Person) => ({
  ...{ username, display_name: displayName, email, is_active: isActive },
  roles: roles.map(({ label }) => label),
});

/** The fields of an account that the form edits; roles only if the form showed them. */
export const formFacts = (
  { username, displayName, email, isActive, roles }: Person,
  { roles_shown }: Pick<UserInput, 'roles_shown'>,
) => ({
  ...{ username, display_name: displayName, email, is_active: isActive },
  roles: roles_shown ? roles.map(({ id }) => id).toSorted() : [],
});

/** The same, as the form showed it. */
export const seenFacts = (input: Omit<UserInput, 'password'>) => ({
  ...{
    username: input.seen_username,
    display_name: input.seen_display_name,
    email: input.seen_email,
    is_active: input.seen_is_active,
  },
  roles: input.roles_shown ? input.seen_roles : [],
});
