import { anonymousActor } from '../ontology/actor.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { AccessServices } from './access.ts';
import { takeRefusals } from './refusal-store.ts';
import { sweepSessions } from './session-store.ts';
import { sweepFailures } from './throttle-store.ts';

export type SweepServices = Pick<AccessServices, 'db' | 'now' | 'access' | 'audit'>;

/**
 * Deletes expired sessions and failed attempts, and writes the number of refused sign-ins to the
 * audit log. Expired rows are rejected when used, so only that count depends on this task.
 */
export async function sweepAccess(services: SweepServices): Promise<undefined> {
  const { db, now, access } = services;
  await sweepSessions(db, { now: now(), limits: access.limits });
  await sweepFailures(db, now());
  await recordRefusals(services);
}

/** One row for all sign-ins to an account that were refused to one address after the first. */
async function recordRefusals(services: SweepServices): Promise<void> {
  await inTransaction(services, async (tx, record) => {
    const refusals = await takeRefusals(tx, services.now());
    record(
      refusals.map(({ userId, label, address, further, firstAt, lastAt }) => ({
        ...({ action: 'auth.login_failed', outcome: 'denied', always: true } as const),
        actor: anonymousActor(label ?? '(unknown)', { address }),
        ...(userId === null ? {} : { target: { type: 'user', id: userId, label: label ?? '' } }),
        details: {
          reason: 'blocked',
          attempts: further,
          since: firstAt.toISOString(),
          until: lastAt.toISOString(),
        },
      })),
    );
  });
}
