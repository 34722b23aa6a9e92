import { randomBytes } from 'node:crypto';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { KubernetesObject, Manifest } from '../clients/kubernetes-types.ts';
import { type Clock, sleep, systemClock } from './clock.ts';
import { microTime } from './conditions.ts';
import { type Occurrence, type Series, SeriesLog } from './event-series.ts';
import type { Logger } from './logger.ts';
import { TokenBucket } from './token-bucket.ts';

export interface EventRecorderOptions {
  readonly client: Pick<KubernetesClient, 'create' | 'patch'>;
  /** The reporting controller, e.g. `platform.ahlt.dev/operator`. */
  readonly controller: string;
  /** Its process. */
  readonly instance: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Occurrences waiting to be written; more are dropped. @default 200 */
  readonly capacity?: number;
  /** Minimum interval between updates of a series' count. @default 10000 */
  readonly countEveryMs?: number;
  readonly onDrop?: (cause: 'rate' | 'capacity' | 'refused') => void;
}

interface Entry {
  readonly object: KubernetesObject;
  readonly occurrence: Occurrence;
  readonly series: Series;
  /** On the monotonic clock. */
  readonly at: number;
}

const longestNote = 1024; // bytes, events.k8s.io/v1

/**
 * Records what happens to an object, as Events of events.k8s.io/v1. Recording does not block:
 * events are written in the background, one at a time. A repeated occurrence increments one Event;
 * the number of Events per object is limited.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #clock: Clock;
  readonly #series = new SeriesLog();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #waiting: Entry[] = [];
  readonly #counting = new Map<Series, { entry: Entry; cancel: () => void }>();
  #writing: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Records an occurrence. */
  record(object: KubernetesObject, occurrence: Occurrence): void {
    if (this.#stop.signal.aborted) return;
    const now = this.#clock.monotonic();
    const entry = {
      object,
      occurrence,
      series: this.#series.count(object.metadata.uid ?? '', occurrence, now),
      at: now,
    };
    if (entry.series.name === undefined) this.#announce(entry);
    else this.#countLater(entry);
  }

  /** Drops pending Events and stops writing. */
  discard(): void {
    this.#stop.abort();
    for (const { cancel } of this.#counting.values()) cancel();
    this.#counting.clear();
    this.#waiting.length = 0;
  }

  /** Writes pending Events with their counts, for at most `ms`. */
  async stop(ms = 2000): Promise<void> {
    const cancel = this.#clock.after(ms, () => this.#stop.abort());
    for (const [series, { entry, cancel: callOff }] of this.#counting) {
      callOff();
      this.#counting.delete(series);
      this.#enqueue(entry);
    }
    await this.#writing;
    cancel();
    this.#stop.abort();
  }

  #announce(entry: Entry): void {
    const { capacity = 200, onDrop } = this.#options;
    if (this.#waiting.some(({ series }) => series === entry.series)) return;
    if (this.#waiting.length >= capacity) onDrop?.('capacity');
    else if (!this.#bucket(entry.object).take(entry.at)) onDrop?.('rate');
    else this.#enqueue(entry);
  }

  /** A frequent count is written at intervals, and its final value always. */
  #countLater(entry: Entry): void {
    const { countEveryMs = 10_000 } = this.#options;
    if (this.#counting.has(entry.series)) return;
    const cancel = this.#clock.after(
      Math.max(0, entry.series.toldAt + countEveryMs - entry.at),
      () => {
        this.#counting.delete(entry.series);
        this.#enqueue(entry);
      },
    );
    this.#counting.set(entry.series, { entry, cancel });
  }

  #enqueue(entry: Entry): void {
    this.#waiting.push(entry);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    for (let entry = this.#waiting.shift(); entry; entry = this.#waiting.shift())
      await this.#tell(entry, 3);
  }

  async #tell(entry: Entry, attempts: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    try {
      await (entry.series.name === undefined ? this.#create(entry) : this.#count(entry));
      entry.series.toldAt = this.#clock.monotonic();
    } catch (error) {
      if (error instanceof ApiError && error.isTransient && attempts > 1) {
        await sleep(this.#clock, Math.max(500, error.retryAfterMs ?? 0), this.#stop.signal);
        return await this.#tell(entry, attempts - 1);
      }
      this.#options.log.warn(
        { err: error, reason: entry.occurrence.reason },
        'an event was not written',
      );
      this.#options.onDrop?.('refused');
    }
  }

  async #create({ object, occurrence, series, at }: Entry): Promise<void> {
    const manifest = this.#event(object, occurrence, series.note, at);
    await this.#options.client.create(manifest, {
      signal: this.#stop.signal,
      type: resources.event,
    });
    series.name = manifest.metadata.name;
  }

  async #count(entry: Entry): Promise<void> {
    const { object, series } = entry;
    const name = { name: series.name ?? '', namespace: eventNamespace(object) };
    const body = {
      series: { count: series.count, lastObservedTime: microTime(this.#timeOf(series.lastAt)) },
    };
    try {
      await this.#options.client.patch(resources.event, name, body, { signal: this.#stop.signal });
    } catch (error) {
      if (!(error instanceof ApiError && error.isNotFound)) throw error;
      await this.#create(entry); // The server deletes events after an hour.
    }
  }

  #event(
    { apiVersion, kind, metadata }: KubernetesObject,
    { type, reason, action }: Occurrence,
    note: string,
    at: number,
  ): Manifest {
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: {
        name: `${metadata.name.slice(0, 200)}.${randomBytes(8).toString('hex')}`,
        namespace: metadata.namespace ?? 'default',
      },
      eventTime: microTime(this.#timeOf(at)),
      reportingController: this.#options.controller,
      reportingInstance: this.#options.instance.slice(0, 128),
      type,
      reason: reason.slice(0, 128),
      action: action.slice(0, 128),
      note: cut(note, longestNote),
      regarding: {
        apiVersion,
        kind,
        name: metadata.name,
        namespace: metadata.namespace,
        uid: metadata.uid,
      },
    };
  }

  /** The time of day of a moment on the monotonic clock. */
  #timeOf(moment: number): number {
    return this.#clock.now() - (this.#clock.monotonic() - moment);
  }

  /** Each object may report 50 occurrences at once and then one every 10 s. */
  #bucket({ metadata }: KubernetesObject): TokenBucket {
    const uid = metadata.uid ?? '';
    const bucket = this.#buckets.get(uid) ?? new TokenBucket(50, 10_000, this.#clock.monotonic());
    this.#buckets.delete(uid);
    this.#buckets.set(uid, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > 1000 && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}

const eventNamespace = ({ metadata }: KubernetesObject): string => metadata.namespace ?? 'default';

/** The text, truncated with an ellipsis to at most `bytes` of UTF-8. */
function cut(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  return `${encoded
    .subarray(0, bytes - 3)
    .toString()
    .replace(/\uFFFD$/, '')}…`;
}
