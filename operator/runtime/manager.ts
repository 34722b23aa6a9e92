import type { KubernetesClient } from '../clients/kubernetes.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { ObjectName } from '../clients/kubernetes-types.ts';
import type { Controller } from './controller.ts';
import type { EventRecorder } from './event-recorder.ts';
import { HealthServer } from './health.ts';
import type { LeaderElector, Lease } from './leader-election.ts';
import { linkedSignal } from './linked-signal.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { Reflector } from './reflector.ts';

export interface ManagerOptions {
  readonly client: KubernetesClient;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: { readonly host?: string; readonly port: number };
  readonly reflectors: readonly Reflector[];
  readonly controllers: readonly Controller[];
  readonly recorder?: EventRecorder;
  /** Without it, the controllers run at once. */
  readonly election?: {
    readonly elector: LeaderElector;
    readonly lease: ObjectName & { readonly namespace: string };
  };
  /** How long passes in flight may take to finish on a stop. @default 10000 */
  readonly graceMs?: number;
}

/** Another process may be leading now, so this one must end. */
export class LeadershipLost extends Error {
  override readonly name = 'LeadershipLost';
}

/**
 * Starts the parts in order and stops them in reverse. Candidates that wait for leadership keep
 * their caches up to date, so that taking over needs no list.
 */
export class Manager {
  readonly #options: ManagerOptions;

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  /**
   * Runs until `signal` is aborted and everything has stopped. Throws `LeadershipLost` if another
   * process leads.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { log, reflectors, recorder, client } = this.#options;
    const health = this.#healthServer();
    const port = await health.start();
    log.info({ port }, 'health and metrics are served');
    const caches = new AbortController();
    const watching = [
      ...reflectors.map((reflector) => reflector.run(caches.signal)),
      this.#watchLease(caches.signal),
    ];
    try {
      await this.#lead(signal);
    } catch (error) {
      // Events of a former leader are dropped; the next one records its own.
      if (error instanceof LeadershipLost) recorder?.discard();
      throw error;
    } finally {
      await recorder?.stop();
      await this.#options.election?.elector.release();
      caches.abort();
      await Promise.all(watching);
      await health.stop();
      client.close();
      log.info('stopped');
    }
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const { election } = this.#options;
    if (!election) return await this.#work(signal, new AbortController().signal);
    if (!(await election.elector.acquire(signal))) return;
    const lost = new AbortController();
    const held = new AbortController();
    const holding = election.elector.hold(held.signal).then((end) => {
      if (end === 'lost') lost.abort();
    });
    await this.#work(signal, lost.signal);
    held.abort();
    await holding;
    if (lost.signal.aborted)
      throw new LeadershipLost(
        'Another process holds the lease, or it could not be renewed in time.',
      );
  }

  /** A released lease is taken at once, not at the next attempt; a lost one is noticed at once. */
  async #watchLease(signal: AbortSignal): Promise<void> {
    const { client, log, election } = this.#options;
    if (!election) return;
    const { elector, lease } = election;
    const selection = { namespace: lease.namespace, fieldSelector: `metadata.name=${lease.name}` };
    const reflector = new Reflector<Lease>({ client, type: resources.lease, selection, log });
    reflector.store.subscribe({
      updated: (now) => elector.notice(now),
      deleted: (before) => elector.notice(before),
    });
    await reflector.run(signal);
  }

  /**
   * Runs the controllers. A stop lets reconciles finish within the grace period; without the lease
   * they are cancelled.
   */
  async #work(signal: AbortSignal, lost: AbortSignal): Promise<void> {
    const { controllers, graceMs = 10_000, metrics, election } = this.#options;
    const labels = { name: election?.lease.name ?? 'none' };
    const late = new AbortController();
    using stop = linkedSignal(signal, lost);
    using force = linkedSignal(late.signal, lost);
    let timer: NodeJS.Timeout | undefined;
    stop.signal.addEventListener('abort', () => {
      timer = setTimeout(() => late.abort(), graceMs);
    });
    metrics.leader.set(labels, 1);
    await Promise.all(controllers.map((controller) => controller.run(stop.signal, force.signal)));
    metrics.leader.set(labels, 0);
    clearTimeout(timer);
  }

  #healthServer(): HealthServer {
    const { health, metrics, reflectors, controllers } = this.#options;
    return new HealthServer({
      ...health,
      registry: metrics.registry,
      live: Object.fromEntries(
        controllers.map((controller) => [`controller-${controller.name}`, () => controller.stuck]),
      ),
      ready: Object.fromEntries(
        reflectors.map((reflector) => [`cache-${reflector.name}`, () => reflector.problem]),
      ),
    });
  }
}
