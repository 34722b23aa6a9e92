import { type BackoffPolicy, backoffDelay, type Random } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';

/**
 * `low` is for background work, e.g. the first list after a start: it runs when there is no normal
 * work.
 */
export type Priority = 'normal' | 'low';

export interface WorkQueueOptions<T> {
  /** Two items with the same key are the same request. */
  readonly keyOf: (item: T) => string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** @default 0.2 s doubling to 60 s */
  readonly backoff?: BackoffPolicy;
  /** Keeps items that depend on the same server from taking every worker. */
  readonly sharing?: Sharing<T>;
}

/** How items share the workers. */
export interface Sharing<T> {
  /** Names of what an item waits for while it is processed, e.g. servers. */
  readonly serversOf: (item: T) => readonly string[];
  /** Maximum number of items in flight per server. */
  readonly share: number;
  /** Items of a server that is down come after all others. */
  readonly isDown: (server: string) => boolean;
}

/**
 * A queue of names. A key is in flight at most once; adding it while it waits changes nothing,
 * adding it while it is in flight makes it run once more afterwards. So the last state is always
 * processed, and never by two workers at once.
 */
export class WorkQueue<T> {
  readonly #keyOf: (item: T) => string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #backoff: BackoffPolicy;
  readonly #sharing: Sharing<T> | undefined;
  readonly #waiting: Record<Priority, Map<string, T>> = { normal: new Map(), low: new Map() };
  /** Keys in flight, with the servers that they count for. */
  readonly #inFlight = new Map<string, readonly string[]>();
  readonly #dirty = new Map<string, { item: T; priority: Priority }>();
  readonly #delayed = new Map<string, { due: number; priority: Priority; cancel: () => void }>();
  readonly #failures = new Map<string, number>();
  readonly #takers: ((item: T | undefined) => void)[] = [];
  readonly #drained: (() => void)[] = [];
  #stopped = false;

  constructor({
    keyOf,
    clock = systemClock,
    random = Math.random,
    backoff = { baseMs: 200, capMs: 60_000 },
    sharing,
  }: WorkQueueOptions<T>) {
    this.#keyOf = keyOf;
    this.#clock = clock;
    this.#random = random;
    this.#backoff = backoff;
    this.#sharing = sharing;
  }

  /** Keys ready to be taken. */
  get depth(): number {
    return this.#waiting.normal.size + this.#waiting.low.size;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Keys waiting for their time. */
  get delayed(): number {
    return this.#delayed.size;
  }

  add(item: T, priority: Priority = 'normal'): void {
    if (this.#stopped) return;
    const key = this.#keyOf(item);
    if (this.#inFlight.has(key)) {
      const before = this.#dirty.get(key)?.priority;
      this.#dirty.set(key, { item, priority: before === 'normal' ? before : priority });
      return;
    }
    if (this.#waiting.normal.has(key)) return;
    if (priority === 'normal') this.#waiting.low.delete(key);
    this.#waiting[priority].set(key, item);
    this.#hand();
  }

  /** Adds after `ms`. Of several delays for one key the earliest counts. */
  addAfter(item: T, ms: number, priority: Priority = 'normal'): void {
    if (this.#stopped) return;
    if (ms <= 0) {
      this.add(item, priority);
      return;
    }
    const key = this.#keyOf(item);
    const due = this.#clock.monotonic() + ms;
    const before = this.#delayed.get(key);
    if (before && before.due <= due) return;
    before?.cancel();
    const cancel = this.#clock.after(ms, () => {
      this.#delayed.delete(key);
      this.add(item, priority);
    });
    this.#delayed.set(key, { due, priority, cancel });
  }

  /**
   * Adds after the key's backoff, which grows with each call until `forget`. Returns the delay in
   * milliseconds. `atLeastMs` is a server's Retry-After.
   */
  addRateLimited(item: T, atLeastMs = 0): number {
    const key = this.#keyOf(item);
    const failures = this.failures(item) + 1;
    this.#failures.set(key, failures);
    const delay = Math.max(atLeastMs, backoffDelay(this.#backoff, failures, this.#random));
    this.addAfter(item, delay);
    return delay;
  }

  /** The key succeeded: its next failure starts with the shortest delay. */
  forget(item: T): void {
    this.#failures.delete(this.#keyOf(item));
  }

  /** Consecutive failures. */
  failures(item: T): number {
    return this.#failures.get(this.#keyOf(item)) ?? 0;
  }

  /**
   * The next item, once there is one; undefined after shutdown. Each item must be returned with
   * `done`.
   */
  async take(): Promise<T | undefined> {
    if (this.#stopped) return undefined;
    return await new Promise<T | undefined>((resolve) => {
      this.#takers.push(resolve);
      this.#hand();
    });
  }

  /** The worker has finished an item. */
  done(item: T): void {
    const key = this.#keyOf(item);
    this.#inFlight.delete(key);
    const again = this.#dirty.get(key);
    this.#dirty.delete(key);
    if (again) this.add(again.item, again.priority);
    this.#hand(); // Another item may have waited for this one's share.
    if (this.#inFlight.size === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  /**
   * Ends the queue: drops waiting items (a restart finds them again), clears timers, takers get
   * undefined.
   */
  shutDown(): void {
    this.#stopped = true;
    for (const { cancel } of this.#delayed.values()) cancel();
    for (const keys of [
      this.#delayed,
      this.#waiting.normal,
      this.#waiting.low,
      this.#dirty,
      this.#failures,
    ])
      keys.clear();
    for (const resolve of this.#takers.splice(0)) resolve(undefined);
  }

  /** Shuts down and waits until nothing is in flight. */
  async drain(): Promise<void> {
    this.shutDown();
    if (this.#inFlight.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  #hand(): void {
    while (this.#takers.length > 0) {
      const next = this.#next();
      if (!next) return;
      for (const lane of Object.values(this.#waiting)) lane.delete(next.key);
      this.#inFlight.set(next.key, next.servers);
      this.#takers.shift()?.(next.item);
    }
  }

  /**
   * The first item whose servers have room; one of a server that is down only if there is no other.
   */
  #next(): Ready<T> | undefined {
    let last: Ready<T> | undefined;
    for (const lane of [this.#waiting.normal, this.#waiting.low]) {
      for (const [key, item] of lane) {
        const servers = this.#sharing?.serversOf(item) ?? [];
        if (servers.some((server) => this.#isFull(server))) continue;
        if (!servers.some((server) => this.#sharing?.isDown(server))) return { key, item, servers };
        last ??= { key, item, servers };
      }
    }
    return last;
  }

  #isFull(server: string): boolean {
    const taken = [...this.#inFlight.values()].filter((servers) => servers.includes(server)).length;
    return taken >= (this.#sharing?.share ?? Number.POSITIVE_INFINITY);
  }
}

interface Ready<T> {
  readonly key: string;
  readonly item: T;
  readonly servers: readonly string[];
}
