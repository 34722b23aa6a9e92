import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import type { KubernetesObject, ResourceType, Selection } from '../clients/kubernetes-types.ts';
import { type BackoffPolicy, backoffDelay, type Random } from './backoff.ts';
import { type Clock, sleep, systemClock } from './clock.ts';
import type { Logger } from './logger.ts';
import { Store } from './store.ts';

export interface ReflectorOptions {
  readonly client: Pick<KubernetesClient, 'listPage' | 'watch'>;
  readonly type: ResourceType;
  readonly selection?: Selection;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Objects in one page of the list. @default 500 */
  readonly pageSize?: number;
  /**
   * A connection without a byte for this time is dead. The API server sends a bookmark every
   * minute. @default 75000
   */
  readonly inactivityMs?: number;
  /**
   * Minimum duration of a watch before the server ends it; the maximum is twice that. @default 300
   */
  readonly watchSeconds?: number;
  /**
   * After no response or 5xx. The short cap keeps an outage's end from going unnoticed. @default
   * 0.1 s to 1 s
   */
  readonly backoff?: BackoffPolicy;
  /** After a refusal (4xx), which needs a manual fix. @default 0.1 s to 30 s */
  readonly refusedBackoff?: BackoffPolicy;
  readonly onEvent?: (event: ReflectorEvent) => void;
}

/** Connection events, for metrics. */
export type ReflectorEvent = 'list' | 'watch' | 'event' | 'bookmark' | 'failure';

/**
 * Keeps a store equal to the API server: lists, watches from there, and lists again whenever
 * something may have been missed. A watch that merely ended or broke resumes from the last version
 * seen, without loss.
 */
export class Reflector<T extends KubernetesObject = KubernetesObject> {
  readonly store = new Store<T>();
  readonly type: ResourceType;
  /** The resource and its selection, for display. */
  readonly name: string;
  readonly #options: ReflectorOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  #version: string | undefined;
  #failures = 0;
  #expiries = 0;
  #problem: string | undefined = 'the first list has not been received';
  #synced = Promise.withResolvers<void>();
  #hasSynced = false;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.type = options.type;
    this.name = [options.type.plural, ...Object.values(options.selection ?? {})].join(' ');
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
  }

  /** Whether the store has ever held a complete list. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /** Resolves after the first complete list. */
  async synced(): Promise<void> {
    await this.#synced.promise;
  }

  /** Why the store may be outdated; undefined if it is not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Runs until `signal` is aborted. Never throws: every failure is logged and retried. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.#version ??= await this.#list(signal);
        await this.#watch(this.#version, signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
    }
  }

  /** Reads all pages, then replaces the store in one step. Returns the list's version. */
  async #list(signal: AbortSignal): Promise<string> {
    const { client, type, selection = {}, pageSize = 500 } = this.#options;
    const options = { signal, silenceMs: this.#inactivityMs };
    const items: T[] = [];
    let page = await client.listPage<T>(type, selection, { ...options, limit: pageSize });
    items.push(...page.items);
    while (page.continue !== undefined) {
      page = await this.#nextPage(page.continue, items, options);
      items.push(...page.items);
    }
    this.store.replace(items, page.resourceVersion, !this.#hasSynced);
    this.#healthy('list');
    this.#hasSynced = true;
    this.#synced.resolve();
    return page.resourceVersion;
  }

  /**
   * If the snapshot of the pages has expired, everything is requested at once, because pages would
   * expire again.
   */
  async #nextPage(token: string, items: T[], options: { signal: AbortSignal; silenceMs: number }) {
    const { client, type, selection = {}, pageSize = 500 } = this.#options;
    try {
      return await client.listPage<T>(type, selection, {
        ...options,
        limit: pageSize,
        continue: token,
      });
    } catch (error) {
      if (!(error instanceof ApiError && error.isGone)) throw error;
      items.length = 0;
      return await client.listPage<T>(type, selection, options);
    }
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const { client, type, selection = {}, watchSeconds = 300 } = this.#options;
    this.#options.onEvent?.('watch');
    const startedAt = this.#clock.monotonic();
    const events = client.watch<T>(type, selection, {
      resourceVersion: from,
      timeoutSeconds: Math.ceil(watchSeconds * (1 + this.#random())),
      silenceMs: this.#inactivityMs,
      signal,
      onOpen: () => {
        this.#problem = undefined;
      },
    });
    for await (const { type: change, object } of events) {
      if (change === 'BOOKMARK') this.store.observe(object.metadata.resourceVersion);
      else if (change === 'DELETED') this.store.remove(object);
      else this.store.put(object);
      this.#version = object.metadata.resourceVersion ?? this.#version;
      this.#healthy(change === 'BOOKMARK' ? 'bookmark' : 'event');
    }
    // Otherwise a server that closes every watch at once would be asked again without a pause.
    if (this.#clock.monotonic() - startedAt < 1000) await this.#recover(shortWatch(type), signal);
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const {
      backoff = { baseMs: 100, capMs: 1000 },
      refusedBackoff = { baseMs: 100, capMs: 30_000 },
      log,
      type,
    } = this.#options;
    const failure = error instanceof ApiError ? error : undefined;
    if (!failure || missedSomething(failure)) this.#version = undefined;
    // An expired version is the response of a working server, so it does not inherit the delay of
    // the outage before.
    const attempts = failure?.isGone ? ++this.#expiries : ++this.#failures;
    this.#problem = error instanceof Error ? error.message : String(error);
    this.#options.onEvent?.('failure');
    const policy = !failure || failure.isTransient || failure.isGone ? backoff : refusedBackoff;
    const delayMs = Math.max(
      failure?.retryAfterMs ?? 0,
      backoffDelay(policy, attempts, this.#random),
    );
    log.warn(
      { resource: type.plural, err: error, failures: attempts, delayMs: Math.round(delayMs) },
      'the watch was interrupted',
    );
    await sleep(this.#clock, delayMs, signal);
  }

  /**
   * Only received data proves a connection: one that is accepted and cut again must not reset the
   * backoff.
   */
  #healthy(event: ReflectorEvent): void {
    if (event !== 'list') {
      this.#failures = 0;
      this.#expiries = 0;
    }
    this.#options.onEvent?.(event);
  }

  get #inactivityMs(): number {
    return this.#options.inactivityMs ?? 75_000;
  }
}

/**
 * After these errors the events since the last version are unavailable: the version is too old, too
 * new, or a line was lost.
 */
const missedSomething = (error: ApiError): boolean =>
  error.isGone ||
  error.reason === 'BrokenStream' ||
  /too large resource version/i.test(error.message);

const shortWatch = ({ plural }: ResourceType) =>
  new ApiError({
    status: 0,
    reason: 'ConnectionFailed',
    message: `watch ${plural}: closed by the server at once`,
  });
