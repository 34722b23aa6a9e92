import {
  type EndedAccess,
  endAccess,
  forgetFailures,
  givePassword,
  tokenChanges,
} from '../auth/index.ts';
import { command } from '../ontology/command.ts';
import { changeEntity } from '../ontology/entities.ts';
import { refused, saved, savedAll } from '../ontology/outcome.ts';
import { requireAdministrator } from '../roles/index.ts';
import { type Made, openPerson, type PreparedPassword } from './commands.ts';
import type { Person } from './person.ts';
import { mayDoToOwn } from './rules.ts';

interface One {
  readonly id: string;
}

export interface Switched {
  readonly label: string;
  /** `false`: it was so already. */
  readonly changed: boolean;
}

const factsOf = ({ sessions, tokens }: EndedAccess) => ({
  sessions,
  tokens_revoked: tokens.length,
});

const targetOf = ({ id, displayName: label }: Person) => ({ type: 'user', id, label });

/**
 * Keeps somebody from signing in, and ends their sessions and access tokens at once (spec
 * people#status). The app stays administered.
 */
export const deactivateUser = command<One, Switched>(
  'user.deactivated',
  { may: 'users.edit' },
  async (tx, { actor, input, now }) => {
    const { snapshot, person } = await openPerson(tx, { actor, id: input.id, code: 'users.edit' });
    const verdict = mayDoToOwn('deactivate', actor, person.id);
    if (verdict !== true) return refused(verdict, 409);
    if (!person.isActive) return savedAll([], { label: person.displayName, changed: false });
    // Before a trigger revokes the tokens without a trace.
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

/** Lets somebody sign in again, with the roles and the password that they had. */
export const activateUser = command<One, Switched>(
  'user.activated',
  { may: 'users.edit' },
  async (tx, { actor, input }) => {
    const { snapshot, person } = await openPerson(tx, { actor, id: input.id, code: 'users.edit' });
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
 * Gives somebody a password that they have to replace at the next sign-in; their sessions and
 * access tokens end and a lock is lifted (spec sign-in#initial-passwords). One's own password is
 * changed on one's own page, by proving the old one.
 */
export const resetPassword = command<
  One & { readonly password: PreparedPassword },
  Made & { readonly username: string }
>(
  'auth.password_reset',
  { may: 'users.edit', alwaysAudited: true },
  async (tx, { actor, input, now }) => {
    const { person } = await openPerson(tx, { actor, id: input.id, code: 'users.edit' });
    const verdict = mayDoToOwn('reset', actor, person.id);
    if (verdict !== true) return refused(verdict, 409);
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
  },
);

/** Lifts the lock that failed attempts to sign in put on an account (spec sign-in#lockout). */
export const unlockUser = command<One, Switched>(
  'auth.account_unlocked',
  { may: 'users.edit', alwaysAudited: true },
  async (tx, { actor, input }) => {
    const { person } = await openPerson(tx, { actor, id: input.id, code: 'users.edit' });
    const locked = await forgetFailures(tx, 'account', person.username);
    const changed = (await forgetFailures(tx, 'proof', person.id)) || locked;
    return savedAll(changed ? [{ target: targetOf(person) }] : [], {
      label: person.displayName,
      changed,
    });
  },
);

/**
 * Ends all sessions and access tokens of somebody (spec sign-in#sessions). Gives back what there
 * was.
 */
export const signOutUser = command<One, EndedAccess & { readonly label: string }>(
  'auth.sessions_revoked',
  { may: 'users.edit', alwaysAudited: true },
  async (tx, { actor, input, now }) => {
    const { person } = await openPerson(tx, { actor, id: input.id, code: 'users.edit' });
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
