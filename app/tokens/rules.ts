import type { PermissionCode } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import { texts } from './texts.ts';
import type { Token, TokenState } from './token.ts';

/**
 * Lifetimes of a token in days: at most a year
 * (docs/decisions/028-sessions-and-tokens-in-postgresql.md).
 */
export const lifetimes = [7, 30, 90, 180, 365] as const;

/** Maximum number of active tokens per user. */
const mostTokens = 20;

/**
 * Whether a user may create a token with these permissions: no one can grant permissions they lack
 * (spec permissions#no-escalation).
 */
export function mayScope(held: ReadonlySet<PermissionCode>, wanted: readonly string[]): Verdict {
  const missing = wanted.filter((code) => !(held as ReadonlySet<string>).has(code));
  return missing.length === 0 || texts.refused.lacking(missing);
}

/** Whether a user may have another token. */
export const mayHaveMore = (living: number): Verdict =>
  living < mostTokens || texts.refused.tooMany(mostTokens);

/** State of a token at a moment. */
export function stateOf(
  { revokedAt, expiresAt }: Pick<Token, 'revokedAt' | 'expiresAt'>,
  isActive: boolean,
  now: Date,
): TokenState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt.getTime() <= now.getTime()) return 'expired';
  return isActive ? 'valid' : 'inactive';
}
