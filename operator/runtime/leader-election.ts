import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { KubernetesObject, ObjectName } from '../clients/kubernetes-types.ts';
import type { Random } from './backoff.ts';
import { type Clock, sleep, systemClock } from './clock.ts';
import { microTime } from './conditions.ts';
import { linkedSignal } from './linked-signal.ts';
import type { Logger } from './logger.ts';

export interface Lease extends KubernetesObject {
  readonly spec?: LeaseSpec;
}

export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

export interface LeaderElectorOptions {
  readonly client: Pick<KubernetesClient, 'get' | 'create' | 'update'>;
  /** The Lease, created if missing. */
  readonly lease: ObjectName & { readonly namespace: string };
  /** Unique among processes, e.g. the pod's name. */
  readonly identity: string;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: Random;
  /** How long others wait after the last renewal they saw. @default 15000 */
  readonly leaseMs?: number;
  /**
   * A leader that cannot renew within this time gives up; must be shorter than `leaseMs`. @default
   * 10000
   */
  readonly renewDeadlineMs?: number;
  /** Between attempts. @default 2000 */
  readonly retryMs?: number;
  /** Called when the holder's name changes. */
  readonly onHolder?: (identity: string) => void;
}

/**
 * Ensures that at most one process works at a time, by a Lease as in client-go. Clocks of different
 * machines are never compared: a lease has expired if it did not change for its duration on the
 * clock of the waiting process.
 * Each time a process becomes leader it increments the Lease's transitions: its term. So two
 * processes of the same name (a container that was restarted while the first still runs) are
 * distinguished, and a former leader is recognized by its term.
 */
export class LeaderElector {
  readonly #options: LeaderElectorOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  /** The lease as last read or written, and when it was first seen in that state. */
  #observed: { lease: Lease; at: number } | undefined;
  /** The Lease's transitions when this process became leader; undefined while it is not. */
  #term: number | undefined;
  /** When the last successful renewal was started. */
  #renewedAt = Number.NEGATIVE_INFINITY;
  #nudge: (() => void) | undefined;

  constructor(options: LeaderElectorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
  }

  /**
   * Whether this process leads now, by its own clock: no other process can have become leader
   * without taking the Lease by force. Also false for a process that was suspended for a while and
   * does not know yet.
   */
  get isLeader(): boolean {
    const { renewDeadlineMs = 10_000 } = this.#options;
    return this.#term !== undefined && this.#clock.monotonic() - this.#renewedAt < renewDeadlineMs;
  }

  /** Waits until this process leads; false if `signal` was aborted first. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { retryMs = 2000, log, lease, identity } = this.#options;
    while (!signal.aborted) {
      const startedAt = this.#clock.monotonic();
      if (await this.#attempt(signal)) {
        this.#term = transitionsOf(this.#observed?.lease);
        this.#renewedAt = startedAt;
        log.info({ lease: `${lease.namespace}/${lease.name}`, identity }, 'became leader');
        return true;
      }
      await this.#pause(retryMs * (1 + this.#random() * 0.2), signal);
    }
    return false;
  }

  /**
   * Keeps the lease. Resolves when it is lost, or when `signal` is aborted (still holding it: call
   * `release`).
   */
  async hold(signal: AbortSignal): Promise<'lost' | 'stopped'> {
    const { retryMs = 2000, log } = this.#options;
    while (!signal.aborted) {
      await this.#pause(retryMs, signal);
      if (signal.aborted) break;
      if (this.isLeader && !this.#isTaken) await this.#renew(signal);
      if (this.#isTaken || !this.isLeader) {
        this.#term = undefined;
        log.error({ holder: this.#holder }, 'lost leadership');
        return 'lost';
      }
    }
    return 'stopped';
  }

  /** One renewal, aborted when the lease could expire before it succeeds. */
  async #renew(signal: AbortSignal): Promise<void> {
    const { renewDeadlineMs = 10_000 } = this.#options;
    using deadline = linkedSignal(signal);
    const startedAt = this.#clock.monotonic();
    const cancel = this.#clock.after(
      renewDeadlineMs - (startedAt - this.#renewedAt),
      deadline.abort,
    );
    if (await this.#attempt(deadline.signal)) this.#renewedAt = startedAt;
    cancel();
  }

  /**
   * Whether the Lease, as last seen, belongs to another: held under another name, or for a later
   * term.
   */
  get #isTaken(): boolean {
    const lease = this.#observed?.lease;
    return (
      lease !== undefined &&
      (this.#holder !== this.#options.identity || transitionsOf(lease) !== this.#term)
    );
  }

  /**
   * Releases the lease, so that another process takes over at once. Does nothing if it is not ours.
   */
  async release(): Promise<void> {
    const lease = this.#observed?.lease;
    if (this.#term === undefined || !lease || this.#isTaken) return;
    this.#term = undefined;
    const now = microTime(this.#clock.now());
    const spec = {
      ...lease.spec,
      holderIdentity: '',
      leaseDurationSeconds: 1,
      renewTime: now,
      acquireTime: now,
    };
    try {
      await this.#options.client.update<Lease>(
        { ...lease, spec },
        { type: resources.lease, silenceMs: 2000 },
      );
      this.#options.log.info('gave up leadership');
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the lease was not released; it expires on its own');
    }
  }

  /**
   * The watched lease has changed: a waiting candidate checks it at once, and so does a leader
   * whose term is over.
   */
  notice(lease: Lease): void {
    if (this.#term === undefined) {
      this.#nudge?.();
      return;
    }
    const transitions = transitionsOf(lease);
    const isOurs =
      transitions === this.#term && lease.spec?.holderIdentity === this.#options.identity;
    // The watch may report a state older than our last write.
    if (transitions < this.#term || isOurs) return;
    this.#observe(lease);
    this.#nudge?.();
  }

  get #holder(): string {
    return this.#observed?.lease.spec?.holderIdentity ?? '';
  }

  /** One attempt to acquire or renew. False if another holds it or the call failed. */
  async #attempt(signal: AbortSignal): Promise<boolean> {
    const { client, lease: name, log, renewDeadlineMs = 10_000 } = this.#options;
    const options = { signal, silenceMs: renewDeadlineMs / 2 };
    try {
      // A leader knows the lease and renews without reading; a conflict makes it read again.
      if (this.#term === undefined || !this.#observed) {
        const found = await client.get<Lease>(resources.lease, name, options);
        if (!found) {
          this.#observe(
            await client.create<Lease>(this.#fresh(), { ...options, type: resources.lease }),
          );
          return true;
        }
        this.#observe(found);
      }
      const observed = this.#observed;
      if (!observed || !this.#isFree(observed) || (this.#term !== undefined && this.#isTaken))
        return false;
      const renewed = { ...observed.lease, spec: this.#renewed(observed.lease.spec ?? {}) };
      this.#observe(await client.update<Lease>(renewed, { ...options, type: resources.lease }));
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof ApiError && (error.isConflict || error.isNotFound))
        await this.#reread(options);
      else log.warn({ err: error }, 'the lease could not be read or written');
      return false;
    }
  }

  async #reread(options: { signal: AbortSignal; silenceMs: number }): Promise<void> {
    try {
      const found = await this.#options.client.get<Lease>(
        resources.lease,
        this.#options.lease,
        options,
      );
      if (found) this.#observe(found);
      else this.#observed = undefined;
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the lease could not be read');
    }
  }

  #observe(lease: Lease): void {
    const before = this.#observed;
    if (before?.lease.metadata.resourceVersion === lease.metadata.resourceVersion) return;
    this.#observed = { lease, at: this.#clock.monotonic() };
    if (before?.lease.spec?.holderIdentity !== lease.spec?.holderIdentity)
      this.#options.onHolder?.(this.#holder);
  }

  #isFree({ lease: { spec = {} }, at }: { lease: Lease; at: number }): boolean {
    if (!spec.holderIdentity || spec.holderIdentity === this.#options.identity) return true;
    return this.#clock.monotonic() - at >= (spec.leaseDurationSeconds ?? 15) * 1000;
  }

  #renewed(before: LeaseSpec): LeaseSpec {
    const { identity, leaseMs = 15_000 } = this.#options;
    const now = microTime(this.#clock.now());
    const mine = this.#term !== undefined;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseMs / 1000),
      acquireTime: mine && before.acquireTime ? before.acquireTime : now,
      renewTime: now,
      leaseTransitions: (before.leaseTransitions ?? 0) + (mine ? 0 : 1),
    };
  }

  #fresh(): Lease {
    const { name, namespace } = this.#options.lease;
    // A leader whose Lease was deleted recreates it with its current term.
    const spec = { ...this.#renewed({}), leaseTransitions: this.#term ?? 0 };
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace },
      spec,
    };
  }

  /** Waits, but not longer than until the lease is seen to change. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    using wake = linkedSignal(signal);
    this.#nudge = wake.abort;
    await sleep(this.#clock, ms, wake.signal);
    this.#nudge = undefined;
  }
}

const transitionsOf = (lease: Lease | undefined): number => lease?.spec?.leaseTransitions ?? 0;
