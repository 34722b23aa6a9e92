import type { Clock } from '../runtime/clock.ts';

/** Repairs of one environment within a minute after which it pauses. */
const most = 10;
const window = 60_000;

/**
 * How often what others change is put back. At once, but not without end: a controller that wants
 * it otherwise would answer every time, and the two would keep the API server busy. Forgotten at a
 * restart, which costs ten repairs at most.
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
