import type { Clock } from '../runtime/clock.ts';
import { endOf, type Job } from './jobs.ts';

interface Sighting {
  /**
   * When the end was seen, on the monotonic clock; it lies before the first look if the Job had
   * ended already.
   */
  readonly at: number;
  /** The same on the clock of `Observed.now`, for people. */
  readonly shown: number;
}

/**
 * A moment is shown with seconds, and must not change from pass to pass because the clocks are read
 * one after the other.
 */
const tolerance = 1_000;

/**
 * When this process saw the Jobs of each environment end. Pauses after a failure are counted from
 * here, on the monotonic clock: the Job's own times are those of another machine. Only for a Job
 * that had ended before this process looked the API server's times say how long ago that was,
 * compared with each other.
 */
export class RunEnds {
  readonly #clock: Clock;
  readonly #environments = new Map<string, Map<string, Sighting | 'running'>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Looks at all Jobs of an environment.
   * @param now the API server's time of this pass
   * @returns by the Job's uid, when it ended, on the clock of `now`; nothing for one that runs
   */
  look(environment: string, jobs: readonly Job[], now: number): ReadonlyMap<string, number> {
    const monotonic = this.#clock.monotonic();
    const before = this.#environments.get(environment);
    const seen = new Map<string, Sighting | 'running'>();
    const ends = new Map<string, number>();
    for (const job of jobs) {
      const { uid = '' } = job.metadata;
      const end = endOf(job);
      const known = before?.get(uid);
      if (!end) {
        seen.set(uid, 'running');
        continue;
      }
      const at =
        typeof known === 'object'
          ? known.at
          : monotonic - (known === 'running' ? 0 : ageOf(end.at, now));
      const shown = now - (monotonic - at);
      const kept =
        typeof known === 'object' && Math.abs(known.shown - shown) <= tolerance
          ? known.shown
          : shown;
      seen.set(uid, { at, shown: kept });
      ends.set(uid, kept);
    }
    this.#environments.set(environment, seen);
    return ends;
  }

  /** The environment is gone. */
  forget(environment: string): void {
    this.#environments.delete(environment);
  }
}

const ageOf = (end: number, now: number): number =>
  Number.isFinite(end) ? Math.max(0, now - end) : 0;
