import { randomUUID } from 'node:crypto';
import { ApiError } from '../clients/kubernetes-error.ts';
import {
  type KubernetesObject,
  keyOf,
  type ObjectName,
  type OwnerReference,
} from '../clients/kubernetes-types.ts';
import { type Clock, systemClock } from './clock.ts';
import { linkedSignal } from './linked-signal.ts';
import type { Logger } from './logger.ts';
import type { Reflector } from './reflector.ts';
import type { WorkQueue } from './work-queue.ts';

/** The result of a reconcile: nothing more, or another pass later. */
export interface Result {
  readonly requeueAfterMs?: number;
  /** Requeue with the key's backoff, as after a failure: it grows with each consecutive request. */
  readonly again?: true;
}

/** Nothing more to do until something changes. */
export const done: Result = {};

/** Requeue after this many milliseconds, whatever happens before. */
export const requeueAfter = (ms: number): Result => ({ requeueAfterMs: ms });

/** Checks the effect of an action soon, and then with growing delays. */
export const lookAgain: Result = { again: true };

/** A failure that only another input can fix: not retried until something changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export interface ReconcileContext {
  /** Identifies this pass in log lines. */
  readonly reconcileId: string;
  readonly log: Logger;
  /** Aborted at the deadline and when the process stops. */
  readonly signal: AbortSignal;
}

/**
 * Brings one object closer to its desired state. Level-based: the key does not say what changed.
 */
export type Reconcile = (name: ObjectName, context: ReconcileContext) => Promise<Result>;

export type ReconcileOutcome = 'success' | 'requeue_after' | 'error' | 'terminal_error';

export interface ControllerOptions {
  readonly name: string;
  readonly queue: WorkQueue<ObjectName>;
  readonly reconcile: Reconcile;
  readonly log: Logger;
  /** Keys in flight concurrently. @default 1 */
  readonly concurrency?: number;
  /** A pass that takes longer is aborted and retried. @default 60000 */
  readonly deadlineMs?: number;
  readonly clock?: Clock;
  readonly onReconcile?: (outcome: ReconcileOutcome, durationMs: number) => void;
}

/** Takes names from a queue and reconciles them, once all its reflectors have a complete list. */
export class Controller {
  readonly name: string;
  readonly #options: ControllerOptions;
  readonly #clock: Clock;
  readonly #running = new Map<string, number>();
  readonly #sources: { reflector: Pick<Reflector, 'synced'>; subscribe: () => () => void }[] = [];

  constructor(options: ControllerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Reconciles an object when it changes. */
  for<T extends KubernetesObject>(reflector: Reflector<T>): this {
    return this.watches(reflector, ({ metadata }) => [nameFrom(metadata)]);
  }

  /** Reconciles the controlling owner of `kind` when an owned object changes. */
  owns<T extends KubernetesObject>(reflector: Reflector<T>, kind: string): this {
    return this.watches(reflector, ({ metadata }) => {
      const owner = controllerOf(metadata.ownerReferences);
      return owner?.kind === kind
        ? [{ name: owner.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) }]
        : [];
    });
  }

  /**
   * Reconciles whatever `requests` returns when an object of another kind changes, e.g. a
   * referenced Secret.
   */
  watches<T extends KubernetesObject>(
    reflector: Reflector<T>,
    requests: (object: T) => readonly ObjectName[],
  ): this {
    const { queue } = this.#options;
    const add = (object: T, initial = false) => {
      for (const name of requests(object)) queue.add(name, initial ? 'low' : 'normal');
    };
    const subscribe = () =>
      reflector.store.subscribe({
        added: add,
        deleted: (object) => add(object),
        updated: (object, before) => {
          add(before);
          add(object);
        },
      });
    this.#sources.push({ reflector, subscribe });
    return this;
  }

  /**
   * Runs until `signal` is aborted, then lets passes in flight finish; `force` aborts them. Returns
   * when nothing is in flight.
   */
  async run(signal: AbortSignal, force: AbortSignal): Promise<void> {
    const { queue, concurrency = 1 } = this.#options;
    const unsubscribe = this.#sources.map(({ subscribe }) => subscribe());
    await stoppedOr(Promise.all(this.#sources.map(({ reflector }) => reflector.synced())), signal);
    const workers = signal.aborted
      ? []
      : Array.from({ length: concurrency }, () => this.#work(force));
    await stoppedOr(Promise.all(workers), signal);
    for (const off of unsubscribe) off();
    await queue.drain();
    await Promise.all(workers);
  }

  /**
   * Names a pass that ignores its deadline: the process should be restarted. Undefined if there is
   * none.
   */
  get stuck(): string | undefined {
    const { deadlineMs = 60_000 } = this.#options;
    const longest = this.#clock.monotonic() - 2 * deadlineMs;
    const [key] = [...this.#running].find(([, startedAt]) => startedAt < longest) ?? [];
    return key && `the reconcile of ${key} is still running at twice its deadline`;
  }

  async #work(force: AbortSignal): Promise<void> {
    const { queue } = this.#options;
    for (let name = await queue.take(); name; name = await queue.take()) {
      this.#running.set(keyOf(name), this.#clock.monotonic());
      await this.#pass(name, force);
      this.#running.delete(keyOf(name));
      queue.done(name);
    }
  }

  async #pass(name: ObjectName, force: AbortSignal): Promise<void> {
    const { reconcile, deadlineMs = 60_000, onReconcile } = this.#options;
    const reconcileId = randomUUID();
    const log = this.#options.log.child({
      controller: this.name,
      object: keyOf(name),
      reconcileId,
    });
    using stop = linkedSignal(force);
    const cancel = this.#clock.after(deadlineMs, stop.abort);
    const start = performance.now();
    let outcome: ReconcileOutcome;
    try {
      outcome = this.#schedule(
        name,
        await reconcile(name, { reconcileId, log, signal: stop.signal }),
      );
    } catch (error) {
      outcome = this.#failed(name, error, log);
    } finally {
      cancel();
    }
    const durationMs = performance.now() - start;
    log.debug({ outcome, durationMs: Math.round(durationMs) }, 'reconciled');
    onReconcile?.(outcome, durationMs);
  }

  #schedule(name: ObjectName, { requeueAfterMs, again }: Result): ReconcileOutcome {
    const { queue } = this.#options;
    if (again) {
      queue.addRateLimited(name);
      return 'requeue_after';
    }
    queue.forget(name);
    if (requeueAfterMs === undefined) return 'success';
    queue.addAfter(name, requeueAfterMs);
    return 'requeue_after';
  }

  #failed(name: ObjectName, error: unknown, log: Logger): ReconcileOutcome {
    const { queue } = this.#options;
    if (error instanceof TerminalError) {
      log.error({ err: error }, 'reconcile failed; not retried');
      queue.forget(name);
      return 'terminal_error';
    }
    const delayMs = queue.addRateLimited(name, error instanceof ApiError ? error.retryAfterMs : 0);
    const facts = { err: error, failures: queue.failures(name), retryInMs: Math.round(delayMs) };
    // Another client wrote in between: the next reconcile reads the newer state.
    if (error instanceof ApiError && error.isConflict) log.info(facts, 'reconcile met a conflict');
    else log.error(facts, 'reconcile failed');
    return 'error';
  }
}

const nameFrom = ({ name, namespace }: ObjectName): ObjectName =>
  namespace ? { namespace, name } : { name };

const controllerOf = (owners: readonly OwnerReference[] = []): OwnerReference | undefined =>
  owners.find(({ controller }) => controller);

/** Waits for `work`, but no longer than until `signal` is aborted. */
async function stoppedOr(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const stopped = Promise.withResolvers<void>();
  const stop = () => stopped.resolve();
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([work, stopped.promise]);
  signal.removeEventListener('abort', stop);
}
