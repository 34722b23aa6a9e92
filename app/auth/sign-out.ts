import type { Visit } from '../http/visit.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { AccessServices } from './access.ts';
import { endSessions } from './session-store.ts';

/** Ends the session of a visit, for all replicas. */
export async function signOut(
  services: AccessServices,
  { actor, sessionId }: Pick<Visit, 'actor' | 'sessionId'>,
): Promise<void> {
  await inTransaction(services, async (tx, record) => {
    await endSessions(tx, { userId: actor.id, session: sessionId });
    record([
      {
        action: 'auth.logout',
        actor,
        target: { type: 'user', id: actor.id, label: actor.label },
        always: true,
      },
    ]);
  });
}
