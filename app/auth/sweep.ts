import type { AccessServices } from './access.ts';
import { sweepSessions } from './session-store.ts';
import { sweepFailures } from './throttle-store.ts';

/**
 * Removes sessions and failed attempts that are too old to count. Nothing depends on it: whatever is too old is refused when it is used.
 */
export async function sweepAccess({ db, now, access }: Pick<AccessServices, 'db' | 'now' | 'access'>): Promise<undefined> {
  await sweepSessions(db, { now: now(), limits: access.limits });
  await sweepFailures(db, now());
}
