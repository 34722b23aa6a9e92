import type { Services } from '../services.ts';

const firstMs = 60_000;
const everyMs = 10 * 60_000;

/**
 * Checks of this process that are no jobs, because each process compares the audit log with what
 * it has seen of it itself, and raises its own alert: a minute after the start and then every ten
 * minutes, until disposed of. One that fails is tried again the next time.
 */
export function scheduleChecks(
  { auditWatch, log }: Pick<Services, 'auditWatch' | 'log'>,
  delays = { firstMs, everyMs },
): Disposable {
  const checks = { volume: auditWatch.checkVolume, witness: auditWatch.checkWitness };
  const timers = Object.entries(checks).flatMap(([check, run]) => {
    const once = () => {
      run().catch((error: unknown) => log.error({ err: error, check }, 'audit check failed'));
    };
    return [setTimeout(once, delays.firstMs).unref(), setInterval(once, delays.everyMs).unref()];
  });
  return {
    [Symbol.dispose]: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
