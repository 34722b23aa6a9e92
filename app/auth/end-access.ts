import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Change } from '../ontology/outcome.ts';
import { endSessions } from './session-store.ts';

/** Why access tokens were revoked together. */
export type EndReason = 'password_changed' | 'password_reset' | 'signed_out' | 'deactivated';

export interface AccessToEnd {
  readonly userId: string;
  /** Session that stays; `null`: none. */
  readonly exceptSession: string | null;
  readonly because: EndReason;
  readonly now: Date;
}

/** A token as messages and the audit log name it. */
export interface RevokedToken {
  readonly id: string;
  readonly name: string;
}

/** What somebody could come in with until now. */
export interface EndedAccess {
  readonly userId: string;
  readonly sessions: number;
  readonly tokens: readonly RevokedToken[];
}

/**
 * Ends every way in that was opened with a password: sessions and access tokens. Who changes a
 * password or signs out everywhere may do so because somebody else got in, and a token that this
 * other person made must not outlive it (OWASP ASVS 5.0, 7.4.3).
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

/** A row of the audit log for each token, as for one that its owner revokes. */
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
