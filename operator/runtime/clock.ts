/** Time as the runtime sees it, so that tests can turn it by hand. Milliseconds. */
export interface Clock {
  /**
   * Milliseconds since the Unix epoch. It may be wrong and may jump: only for moments that are
   * shown or written down.
   */
  now(): number;
  /** Milliseconds since some moment in this process. It never jumps: for every duration. */
  monotonic(): number;
  /** Calls `act` once after `ms`; the returned function calls it off. */
  after(ms: number, act: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Resolves after `ms`, or at once when `signal` is aborted: a stop is no error. No timer stays
 * behind.
 */
export async function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
