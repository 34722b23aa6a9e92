import type { Clock } from '../runtime/clock.ts';

/** Repairs of one environment within a minute after which repairing pauses. */
const most = 10;
const window = 60_000;

/**
 * Limits how often changes by others are reverted. The first ones are reverted at once, but a
 * controller with another intent would respond every time and keep the API server busy. Lost at a
 * restart, which costs at most ten repairs.
 */
export class RepairPace {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #repairs = new Map<string, number[]>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Whether the environment had so many recent repairs that the next one must wait. */
  isSpent(uid: string): boolean {
    const now = this.#clock.monotonic();
    const recent = (this.#repairs.get(uid) ?? []).filter((at) => now - at < window);
    if (recent.length === 0) this.#repairs.delete(uid);
    else this.#repairs.set(uid, recent);
    return recent.length >= most;
  }

  repaired(uid: string): void {
    this.#repairs.set(uid, [...(this.#repairs.get(uid) ?? []), this.#clock.monotonic()]);
  }
}
