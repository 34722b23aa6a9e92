import { type Clock, systemClock } from './clock.ts';

/**
 * The API server's time, read from the `Date` header of responses and advanced by the monotonic
 * clock. Times written by Kubernetes are compared with this clock and never with the machine's own,
 * which may be hours off; all replicas of the operator agree on it.
 */
export class ClusterClock implements Clock {
  readonly #local: Clock;
  /** Milliseconds from the monotonic clock to the API server's. */
  #offset: number | undefined;

  constructor(local: Clock = systemClock) {
    this.#local = local;
  }

  /** The API server's time; the machine's until the first response. */
  now(): number {
    return this.#offset === undefined
      ? this.#local.now()
      : Math.round(this.monotonic() + this.#offset);
  }

  monotonic(): number {
    return this.#local.monotonic();
  }

  after(ms: number, act: () => void): () => void {
    return this.#local.after(ms, act);
  }

  /**
   * Takes the `Date` of a response that took `tookMs`. The header has whole seconds, so it only
   * gives a range; an estimate within the range is kept.
   */
  observe(date: number, tookMs: number): void {
    if (!Number.isFinite(date)) return;
    const earliest = date - this.monotonic();
    const latest = earliest + 1000 + tookMs;
    const estimate = this.#offset ?? earliest + 500;
    this.#offset = Math.min(Math.max(estimate, earliest), latest);
  }
}
