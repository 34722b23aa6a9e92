import type { Visit } from '../http/visit.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { AccessServices } from './access.ts';
import { readCredential } from './credential-store.ts';
import { noteProof } from './session-store.ts';
import { accessSettings } from './settings.ts';
import { countAttempt, forgetFailures } from './throttle-store.ts';

/**
 * Verifies the password of a signed-in user. Attempts are limited as at sign-in, but by a separate
 * counter: an attacker who locks the account does not stop its owner, who is signed in. The result
 * is recorded in the audit log.
 */
export async function provePassword(
  services: AccessServices,
  { actor, sessionId }: Visit,
  password: string,
): Promise<'right' | 'wrong' | 'blocked'> {
  const { db, passwords } = services;
  const now = services.now();
  const { credential, settings: stored } = await readCredential(db, actor.id);
  const { failures, lockMinutes } = accessSettings(stored, services.config.environment);
  const attempt = await countAttempt(
    db,
    { kind: 'proof', of: actor.id, most: failures, blockMinutes: lockMinutes },
    now,
  );
  if (!attempt.allowed) return 'blocked';
  const hash = credential?.passwordHash ?? undefined;
  const isRight = hash !== undefined && (await passwords.fits(hash, password));
  const target = { type: 'user', id: actor.id, label: actor.label };
  await inTransaction(services, async (tx, record) => {
    if (isRight) {
      await forgetFailures(tx, 'proof', actor.id);
      await noteProof(tx, sessionId, now);
    }
    const outcome = isRight ? 'success' : 'failure';
    record([
      {
        action: isRight ? 'auth.reauthenticated' : 'auth.reauthentication_failed',
        actor,
        target,
        outcome,
        always: true,
      },
    ]);
  });
  return isRight ? 'right' : 'wrong';
}
