import type { PermissionCode } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import { texts } from './texts.ts';
import type { Token, TokenState } from './token.ts';

/**
 * Lifetimes of a token in days: a year at most
 * (docs/decisions/028-sessions-and-tokens-in-postgresql.md).
 */
export const lifetimes = [7, 30, 90, 180, 365] as const;

/** Tokens that somebody may have at a time. */
const mostTokens = 20;

/**
 * Whether somebody may make a token with these permissions: nobody hands out what they do not hold
 * (spec permissions#no-escalation).
 */
export function mayScope(held: ReadonlySet<PermissionCode>, wanted: readonly string[]): Verdict {
  const missing = wanted.filter((code) => !(held as ReadonlySet<string>).has(code));
  return missing.length === 0 || texts.refused.lacking(missing);
}

/** Whether somebody may have one more token. */
export const mayHaveMore = (living: number): Verdict =>
  living < mostTokens || texts.refused.tooMany(mostTokens);

/** What a token is worth at a moment. */
export function stateOf(
  { revokedAt, expiresAt }: Pick<Token, 'revokedAt' | 'expiresAt'>,
  isActive: boolean,
  now: Date,
): TokenState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt.getTime() <= now.getTime()) return 'expired';
  return isActive ? 'valid' : 'inactive';
}
