export interface BackoffPolicy {
  /** Delay after the first failure, in milliseconds. */
  readonly baseMs: number;
  /** Maximum delay. */
  readonly capMs: number;
  /** @default 2 */
  readonly factor?: number;
}

/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/**
 * Delay before the next attempt, in milliseconds: exponential, capped, and randomized within its
 * upper half, so that clients that failed together do not retry together. `failures` counts from 1.
 */
export function backoffDelay(
  { baseMs, capMs, factor = 2 }: BackoffPolicy,
  failures: number,
  random: Random = Math.random,
): number {
  const full = Math.min(capMs, baseMs * factor ** Math.max(0, failures - 1));
  return full * (0.5 + random() / 2);
}
