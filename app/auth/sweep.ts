import { anonymousActor } from '../ontology/actor.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { AccessServices } from './access.ts';
import { takeRefusals } from './refusal-store.ts';
import { sweepSessions } from './session-store.ts';
import { sweepFailures } from './throttle-store.ts';

type SweepServices = Pick<AccessServices, 'db' | 'now' | 'access' | 'audit'>;

/**
 * Removes sessions and failed attempts that are too old to count, and writes to the audit log how
 * many sign-ins were refused since. What is too old is refused when it is used, so nothing but that
 * count depends on it.
 */
export async function sweepAccess(services: SweepServices): Promise<undefined> {
  const { db, now, access } = services;
  await sweepSessions(db, { now: now(), limits: access.limits });
  await sweepFailures(db, now());
  await recordRefusals(services);
}

/** One row for all sign-ins to an account that one address was refused after the first. */
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
