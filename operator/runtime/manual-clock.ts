import type { Clock } from './clock.ts';

/** A clock for tests: time stands still until `advance`. */
export class ManualClock implements Clock {
  #now: number;
  /** The time that `jump` has added to the time of day. */
  #set = 0;
  #alarms: { due: number; act: () => void }[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the time of day, as a correction of the machine's clock does; no time passes. */
  jump(ms: number): void {
    this.#set += ms;
  }

  after(ms: number, act: () => void): () => void {
    const alarm = { due: this.#now + Math.max(0, ms), act };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Advances by `ms`; timers fire in the order they are due, including those set on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#earliest(end); next; next = this.#earliest(end)) {
      const alarm = next;
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
      this.#now = alarm.due;
      alarm.act();
    }
    this.#now = end;
  }

  /** Timers that have not fired: a stopped part leaves none. */
  get pending(): number {
    return this.#alarms.length;
  }

  #earliest(end: number): { due: number; act: () => void } | undefined {
    return this.#alarms
      .filter(({ due }) => due <= end)
      .reduce<{ due: number; act: () => void } | undefined>(
        (first, alarm) => (first && first.due <= alarm.due ? first : alarm),
        undefined,
      );
  }
}
