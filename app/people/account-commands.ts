import {
  type EndedAccess,
  endAccess,
  forgetFailures,
  givePassword,
  tokenChanges,
} from '../auth/index.ts';
import { command } from '../ontology/command.ts';
import { changeEntity } from '../ontology/entities.ts';
import { refuse, saved, savedAll } from '../ontology/outcome.ts';
import { requireAdministrator } from '../roles/index.ts';
import { type Made, openPerson, type PreparedPassword } from './commands.ts';
import type { Person } from './person.ts';
import { mayDoToOwn } from './rules.ts';

interface One {
  readonly id: string;
}

interface Switched {
  readonly label: string;
  /** `false` if no change was needed. */
  readonly changed: boolean;
}

const factsOf = ({ sessions, tokens }: EndedAccess) => ({
  sessions,
  tokens_revoked: tokens.length,
});

const targetOf = ({ id, displayName: label }: Person) => ({ type: 'user', id, label });

/**
 * Deactivates a user and immediately ends their sessions and access tokens (spec people#status).
 * Refused for the last administrator.
 */
export const deactivateUser = command<One, Switched>(
  'user.deactivated',
  { may: 'users.edit' },
  async (tx, context) => {
    const { actor, now } = context;
    const { snapshot, person } = await openPerson(tx, context);
    const verdict = mayDoToOwn('deactivate', actor, person.id);
    if (verdict !== true) throw refuse(verdict, 409);
    if (!person.isActive) return savedAll([], { label: person.displayName, changed: false });
    // Before a trigger revokes the tokens unrecorded.
    const ended = await endAccess(tx, {
      userId: person.id,
      exceptSession: null,
      because: 'deactivated',
      now,
    });
    await changeEntity<'user'>(tx, snapshot, { isActive: false });
    await requireAdministrator(tx);
    const change = {
      target: targetOf(person),
      before: { is_active: true },
      after: { is_active: false },
      details: factsOf(ended),
    };
    return savedAll([change, ...tokenChanges(ended, 'deactivated')], {
      label: person.displayName,
      changed: true,
    });
  },
);

/** Activates a user again, with their former roles and password. */
export const activateUser = command<One, Switched>(
  'user.activated',
  { may: 'users.edit' },
  async (tx, context) => {
    const { snapshot, person } = await openPerson(tx, context);
    if (person.isActive) return savedAll([], { label: person.displayName, changed: false });
    await changeEntity<'user'>(tx, snapshot, { isActive: true });
    return saved({
      target: targetOf(person),
      before: { is_active: false },
      after: { is_active: true },
      value: { label: person.displayName, changed: true },
    });
  },
);

/**
 * Sets a password that the user must replace at the next sign-in; ends their sessions and access
 * tokens and lifts a lock (spec sign-in#initial-passwords). Users change their own password on
 * their account page, by entering the old one.
 */
export const resetPassword = command<
  One & { readonly password: PreparedPassword },
  Made & { readonly username: string }
>('auth.password_reset', { may: 'users.edit', alwaysAudited: true }, async (tx, context) => {
  const { actor, input, now } = context;
  const { person } = await openPerson(tx, context);
  const verdict = mayDoToOwn('reset', actor, person.id);
  if (verdict !== true) throw refuse(verdict, 409);
  const ended = await givePassword(tx, {
    userId: person.id,
    userName: person.username,
    hash: input.password.hash,
    now,
  });
  return savedAll(
    [
      { target: targetOf(person), details: factsOf(ended) },
      ...tokenChanges(ended, 'password_reset'),
    ],
    {
      ...{
        id: person.id,
        label: person.displayName,
        username: person.username,
        mark: input.password.mark,
      },
    },
  );
});

/** Lifts the lock on an account after failed sign-in attempts (spec sign-in#lockout). */
export const unlockUser = command<One, Switched>(
  'auth.account_unlocked',
  { may: 'users.edit', alwaysAudited: true },
  async (tx, context) => {
    const { person } = await openPerson(tx, context);
    const locked = await forgetFailures(tx, 'account', person.username);
    const changed = (await forgetFailures(tx, 'proof', person.id)) || locked;
    return savedAll(changed ? [{ target: targetOf(person) }] : [], {
      label: person.displayName,
      changed,
    });
  },
);

/**
 * Ends all sessions and access tokens of a user (spec sign-in#sessions). Returns how many there
 * were.
 */
export const signOutUser = command<One, EndedAccess & { readonly label: string }>(
  'auth.sessions_revoked',
  { may: 'users.edit', alwaysAudited: true },
  async (tx, context) => {
    const { now } = context;
    const { person } = await openPerson(tx, context);
    const ended = await endAccess(tx, {
      userId: person.id,
      exceptSession: null,
      because: 'signed_out',
      now,
    });
    const change = { target: targetOf(person), details: factsOf(ended) };
    const nothing = ended.sessions === 0 && ended.tokens.length === 0;
    return savedAll(nothing ? [] : [change, ...tokenChanges(ended, 'signed_out')], {
      label: person.displayName,
      ...ended,
    });
  },
);
