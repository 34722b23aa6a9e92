import { type EndedAccess, endAccess, endSessions, tokenChanges } from '../auth/index.ts';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { type CommandContext, command, type Verdict } from '../ontology/command.ts';
import { changeEntity, lockEntity } from '../ontology/entities.ts';
import { refuseMissing, type Saved, saved, savedAll } from '../ontology/outcome.ts';
import type { PropertyChanges } from '../ontology/schema.ts';
import { deleteAvatar, writeAvatar } from './avatar-store.ts';
import type { Picture } from './picture.ts';
import { texts } from './texts.ts';

/** Every signed-in user may change their own account; the commands below touch nothing else. */
const own = (_tx: Tx, { actor }: { actor: Actor }): Verdict =>
  actor.id !== null || texts.problem.signInFirst;

const ownId = ({ id }: Actor): string => id ?? '0';
const targetOf = (actor: Actor) => ({ type: 'user', id: ownId(actor), label: actor.label });

export const changeDisplayName = command(
  'user.display_name_updated',
  { may: own },
  async (tx, { actor, input }: { actor: Actor; input: string }) => {
    const before = await lockEntity(tx, 'user', ownId(actor));
    const after = await changeEntity<'user'>(tx, before, { label: input });
    return saved({ target: { ...targetOf(actor), label: input }, before, after, value: input });
  },
);

export const uploadAvatar = command(
  'user.avatar_uploaded',
  { may: own },
  async (tx, { actor, input, now }: { actor: Actor; input: Picture; now: Date }) => {
    const { before, after } = await writeAvatar(tx, ownId(actor), input, now);
    return saved({
      target: targetOf(actor),
      before: { picture: before },
      after: { picture: after },
      value: after,
    });
  },
);

export const removeAvatar = command(
  'user.avatar_deleted',
  { may: own },
  async (tx, { actor }: { actor: Actor; input: undefined }) => {
    const before = await deleteAvatar(tx, ownId(actor));
    return saved({
      target: targetOf(actor),
      before: { picture: before },
      after: { picture: null },
      value: undefined,
    });
  },
);

export type Preference = PropertyChanges<'user'> & { readonly email?: never };

const changePreference = async (tx: Tx, { actor, input }: { actor: Actor; input: Preference }) => {
  const before = await lockEntity(tx, 'user', ownId(actor));
  const after = await changeEntity<'user'>(tx, before, { properties: input });
  return saved({ target: targetOf(actor), before, after, value: undefined });
};

export const changeTheme = command('account.theme_updated', { may: own }, changePreference);
export const changeTimeZone = command(
  'account.preferences_updated',
  { may: own },
  changePreference,
);
export const changeSidebar = command('account.preferences_updated', { may: own }, changePreference);

/** Ends one of the actor's own sessions, at once and for all replicas. */
export const endOwnSession = command(
  'auth.session_ended',
  { may: own, alwaysAudited: true },
  async (tx, { actor, input }: { actor: Actor; input: string }) => {
    const ended = await endSessions(tx, { userId: ownId(actor), session: input });
    if (ended.length === 0) throw refuseMissing();
    return saved({
      target: targetOf(actor),
      details: { reason: texts.endedByOwner, count: ended.length },
      value: undefined,
    });
  },
);

/**
 * Ends all of the actor's sessions but the current one, and all access tokens: locks out an
 * intruder.
 */
export const endOtherSessions = command(
  'auth.sessions_revoked',
  { may: own, alwaysAudited: true },
  async (tx, { actor, input, now }: CommandContext<string>): Promise<Saved<EndedAccess>> => {
    const ended = await endAccess(tx, {
      userId: ownId(actor),
      exceptSession: input,
      because: 'signed_out',
      now,
    });
    const details = {
      reason: texts.endedByOwner,
      count: ended.sessions,
      tokens_revoked: ended.tokens.length,
    };
    return savedAll(
      [{ target: targetOf(actor), details }, ...tokenChanges(ended, 'signed_out')],
      ended,
    );
  },
);
