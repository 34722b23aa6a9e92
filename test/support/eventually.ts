import { setTimeout as pause } from 'node:timers/promises';

/**
 * Retries until `attempt` no longer throws and returns its result; after `withinMs` throws its last
 * error. For what another process will do soon: never a fixed wait, always a deadline.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  withinMs = 90_000,
  everyMs = 100,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(everyMs);
    }
  }
}
