import type { Tx } from '../db/database.ts';
import { writePassword } from './credential-store.ts';
import { type EndedAccess, endAccess } from './end-access.ts';
import { forgetFailures } from './throttle-store.ts';

/** Maximum number of previous passwords kept, whatever the setting. */
export const mostHistory = 24;

export interface GivenPassword {
  readonly userId: string;
  /** User name whose lock is lifted. */
  readonly userName: string;
  /** From `services.passwords.make`, called before the transaction because it is slow. */
  readonly hash: string;
  readonly now: Date;
}

/**
 * Sets a password that another user chose, in the transaction of the calling command: it must be
 * replaced at the next sign-in, all sessions and access tokens end, and a lock is lifted (spec
 * sign-in#initial-passwords). Returns what ended.
 */
export async function givePassword(
  tx: Tx,
  { userId, userName, hash, now }: GivenPassword,
): Promise<EndedAccess> {
  await writePassword(tx, userId, { hash, mustChange: true, now, history: mostHistory });
  await forgetFailures(tx, 'account', userName);
  await forgetFailures(tx, 'proof', userId);
  return endAccess(tx, { userId, exceptSession: null, because: 'password_reset', now });
}
