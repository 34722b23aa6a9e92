import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Change } from '../ontology/outcome.ts';
import { endSessions } from './session-store.ts';

/** Why access tokens were revoked together. */
export type EndReason = 'password_changed' | 'password_reset' | 'signed_out' | 'deactivated';

export interface AccessToEnd {
  readonly userId: string;
  /** Session to keep; `null` for none. */
  readonly exceptSession: string | null;
  readonly because: EndReason;
  readonly now: Date;
}

/** A token as messages and the audit log name it. */
export interface RevokedToken {
  readonly id: string;
  readonly name: string;
}

/** Sessions and tokens that were ended. */
export interface EndedAccess {
  readonly userId: string;
  readonly sessions: number;
  readonly tokens: readonly RevokedToken[];
}

/**
 * Ends everything that was opened with a password: sessions and access tokens. A user may change
 * the password or sign out everywhere because of an intruder, and tokens that the intruder created
 * must not survive (OWASP ASVS 5.0, 7.4.3).
 */
export async function endAccess(
  tx: Tx,
  { userId, exceptSession, because, now }: AccessToEnd,
): Promise<EndedAccess> {
  const sessions = await endSessions(tx, { userId, allExcept: exceptSession });
  const { rows: tokens } = await sql<RevokedToken>`
    update access_tokens set revoked_at = ${now}, revoked_because = ${because}
    where user_id = ${userId} and revoked_at is null and expires_at > ${now} returning id, name`.execute(
    tx,
  );
  return {
    userId,
    sessions: sessions.length,
    tokens: tokens.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

/** An audit row per token, the same as when its owner revokes it. */
export const tokenChanges = (
  { userId, tokens }: EndedAccess,
  because: EndReason,
): readonly Change[] =>
  tokens.map(({ id, name }) => ({
    action: 'token.revoked',
    target: { type: 'access_token', id, label: name },
    details: { reason: because, user_id: userId },
    always: true,
  }));
