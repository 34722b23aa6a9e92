import type { Tx } from '../db/database.ts';
import { writePassword } from './credential-store.ts';
import { type EndedAccess, endAccess } from './end-access.ts';
import { forgetFailures } from './throttle-store.ts';

/** Former passwords that are kept at most, whatever the setting says later. */
export const mostHistory = 24;

export interface GivenPassword {
  readonly userId: string;
  /** Name to sign in with: its lock is lifted. */
  readonly userName: string;
  /** Made by `services.passwords.make` before the transaction, since it takes a while. */
  readonly hash: string;
  readonly now: Date;
}

/**
 * Gives a user a password that somebody else chose, in the transaction of the command that does so:
 * it has to be replaced at the next sign-in, all sessions and access tokens end, and a lock is
 * lifted (spec sign-in#initial-passwords). Returns what ended.
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
