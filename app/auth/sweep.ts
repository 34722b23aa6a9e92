import type { AccessServices } from './access.ts';
import { sweepSessions } from './session-store.ts';
import { sweepFailures } from './throttle-store.ts';

const everyMs = 10 * 60_000;

export interface SweepServices extends Pick<AccessServices, 'db' | 'now' | 'access'> {
  readonly log: { error(facts: object, message: string): void };
}

/**
 * Removes sessions and failed attempts that are too old to count, every ten minutes until disposed of. Nothing depends on it: whatever is
 * too old is refused when it is used. Each replica does so; whoever comes second finds nothing left.
 */
export function scheduleSweep({ db, now, access, log }: SweepServices): Disposable {
  const run = async (): Promise<void> => {
    await sweepSessions(db, { now: now(), limits: access.limits });
    await sweepFailures(db, now());
  };
  const timer = setInterval(() => {
    run().catch((error: unknown) => log.error({ err: error }, 'old sessions could not be removed'));
  }, everyMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
