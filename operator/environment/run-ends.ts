import type { Clock } from '../runtime/clock.ts';
import { endOf, type Job } from './jobs.ts';

interface Sighting {
  /**
   * When the end was seen, on the monotonic clock; before the first look if the Job had already
   * ended.
   */
  readonly at: number;
  /** The same on the clock of `Observed.now`, for display. */
  readonly shown: number;
}

/**
 * Times are shown in seconds and must not change between passes because the clocks are read one
 * after the other.
 */
const tolerance = 1_000;

/**
 * When this process saw the Jobs of each environment end. Delays after a failure are measured from
 * here, on the monotonic clock, because the Job's own times come from another machine. For a Job
 * that ended before this process started, the API server's times, compared with each other, tell
 * how long ago that was.
 */
export class RunEnds {
  readonly #clock: Clock;
  readonly #environments = new Map<string, Map<string, Sighting | 'running'>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Observes all Jobs of an environment.
   * @param now the API server's time of this pass
   * @returns when each ended, by the Job's uid, on the clock of `now`; nothing for running ones
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

  /** The environment was deleted. */
  forget(environment: string): void {
    this.#environments.delete(environment);
  }
}

const ageOf = (end: number, now: number): number =>
  Number.isFinite(end) ? Math.max(0, now - end) : 0;
