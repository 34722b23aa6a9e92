/** An event of an object: reported once, however often it occurs. */
export interface Occurrence {
  readonly type: 'Normal' | 'Warning';
  /** One CamelCase word: why. */
  readonly reason: string;
  /** The action done or tried. */
  readonly action: string;
  /** For users. */
  readonly note: string;
}

/** An Event object on the server, and the number of occurrences since. */
export interface Series {
  readonly key: string;
  /** Set when the Event was written. */
  name: string | undefined;
  readonly note: string;
  count: number;
  /** Last occurrence, on the monotonic clock, as all times here. */
  lastAt: number;
  /** When it was last sent to the server. */
  toldAt: number;
}

export interface SeriesLimits {
  /** An occurrence after this pause starts a new Event. */
  readonly idleMs: number;
  /** Distinct notes of one object and reason within `idleMs`; further ones share one Event. */
  readonly distinctNotes: number;
  /** Maximum number of remembered series; the longest idle one is dropped first. */
  readonly remembered: number;
}

const defaultSeriesLimits: SeriesLimits = {
  idleMs: 6 * 60_000,
  distinctNotes: 10,
  remembered: 500,
};

/** Groups occurrences into series. Pure except for its own bounded memory. */
export class SeriesLog {
  readonly #limits: SeriesLimits;
  readonly #series = new Map<string, Series>();

  constructor(limits: SeriesLimits = defaultSeriesLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#series.size;
  }

  /** Returns the series of an occurrence, counted. `subject` is the uid of the object. */
  count(subject: string, { type, reason, action, note }: Occurrence, now: number): Series {
    this.#forgetIdle(now);
    const group = JSON.stringify([subject, type, reason, action]);
    const known = this.#series.get(`${group} ${note}`);
    const alike = known
      ? 0
      : [...this.#series.keys()].filter((key) => key.startsWith(`${group} `)).length;
    const shared = alike >= this.#limits.distinctNotes;
    const key = shared ? `${group} *` : `${group} ${note}`;
    const before = known ?? this.#series.get(key);
    const text = shared ? `(combined from similar events): ${note}` : note;
    const series = before ?? {
      key,
      name: undefined,
      note: text,
      count: 0,
      lastAt: now,
      toldAt: Number.NEGATIVE_INFINITY,
    };
    series.count += 1;
    series.lastAt = now;
    this.#series.delete(series.key); // Re-inserted at the end: the map is ordered by last use.
    this.#series.set(series.key, series);
    return series;
  }

  #forgetIdle(now: number): void {
    for (const [key, { lastAt }] of this.#series) {
      const idle = now - lastAt > this.#limits.idleMs;
      if (!idle && this.#series.size < this.#limits.remembered) return;
      this.#series.delete(key);
    }
  }
}
