import type { PermissionCode } from '../ontology/actor.ts';
import { command, forOneself } from '../ontology/command.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { mayHaveMore, mayScope } from './rules.ts';
import { texts } from './texts.ts';
import { insertToken, livingTokens, revokeOwnToken } from './token-store.ts';

interface NewTokenInput {
  readonly name: string;
  readonly days: number;
  readonly write: boolean;
  readonly codes: readonly string[];
  /** Digest of the secret, which is not known here. */
  readonly digest: Buffer;
  readonly ending: string;
  /** Tells this request from an earlier submission of the same form. */
  readonly mark: string;
}

interface MadeToken {
  readonly id: string;
  readonly mark: string;
  readonly expiresAt: string;
}

/** Users manage their own tokens only. */
const own = forOneself(texts.refused.own);

/** Creates a token of the actor with some of their permissions. */
export const createToken = command<NewTokenInput, MadeToken>(
  'token.created',
  { may: own, alwaysAudited: true },
  async (tx, { actor, input, now }) => {
    const userId = actor.id ?? '0';
    const { name, write: mayWrite, codes, digest, ending, mark } = input;
    const scopes = mayScope(actor.permissions, codes);
    if (scopes !== true) throw refuse({ field: 'codes', message: scopes, code: 'escalation' });
    const living = await livingTokens(tx, userId, now);
    const more = mayHaveMore(living.length);
    if (more !== true) throw refuse({ message: more, code: 'too_many_tokens' });
    if (living.includes(name))
      throw refuse({ field: 'name', message: texts.refused.taken, code: 'name_taken' });
    const expiresAt = new Date(now.getTime() + input.days * 86_400_000);
    const id = await insertToken(tx, {
      userId,
      name,
      digest,
      ending,
      mayWrite,
      codes: codes as readonly PermissionCode[],
      expiresAt,
      now,
    });
    return saved({
      target: { type: 'access_token', id, label: name },
      after: {
        name,
        access: mayWrite ? 'write' : 'read',
        permissions: codes,
        expires_at: expiresAt.toISOString(),
      },
      value: { id, mark, expiresAt: expiresAt.toISOString() },
    });
  },
);

/** Revokes a token of the actor, effective with the next request. Returns its name. */
export const revokeToken = command<{ readonly id: string }, string>(
  'token.revoked',
  { may: own, alwaysAudited: true },
  async (tx, { actor, input: { id }, now }) => {
    const revoked = await revokeOwnToken(tx, { id, userId: actor.id ?? '0', now });
    if (revoked === undefined) throw refuseMissing();
    return saved({
      target: { type: 'access_token', id, label: revoked.name },
      value: revoked.name,
    });
  },
);
