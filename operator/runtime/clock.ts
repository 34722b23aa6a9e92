/** Time as seen by the runtime, so that tests can control it. Milliseconds. */
export interface Clock {
  /**
   * Milliseconds since the Unix epoch. May be wrong and may jump: only for times that are shown or
   * stored.
   */
  now(): number;
  /** Milliseconds since some moment in this process. Never jumps: for all durations. */
  monotonic(): number;
  /** Calls `act` once after `ms`; the returned function cancels it. */
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
 * Resolves after `ms`, or immediately when `signal` is aborted, which is no error. Leaves no timer
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
