import { setTimeout as pause } from 'node:timers/promises';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import { keyOf, type ObjectName } from '#operator/clients/kubernetes-types.ts';
import { Applier } from '#operator/runtime/applier.ts';
import { Controller, done } from '#operator/runtime/controller.ts';
import { createLogger } from '#operator/runtime/logger.ts';
import { ownedBy } from '#operator/runtime/owners.ts';
import { Reflector } from '#operator/runtime/reflector.ts';
import { WorkQueue } from '#operator/runtime/work-queue.ts';
import { startControlPlane } from '#test/support/control-plane-server.ts';
import { change, clientOf, configMap, recover, startFaultBed } from '#test/support/fault-bed.ts';
import type { Fault } from '#test/support/faults.ts';
import { RequestCounter } from '#test/support/request-counter.ts';

const reset: Fault = { kind: 'reset' };
const expired: Fault = { kind: 'expired' };
const twice = (on: 'list' | 'watch' | 'any', status: number): Fault => ({
  kind: 'status',
  on,
  status,
  times: 2,
});

const faults: Record<string, Fault[]> = {
  'connection reset': [reset],
  'cut by a load balancer': [{ kind: 'cut' }],
  '410 in the stream': [expired],
  '410 on watch, twice': [twice('watch', 410), reset],
  '500 on list, twice': [twice('list', 500), expired],
  '500 on watch, twice': [twice('watch', 500), reset],
  '429 with Retry-After of 1 s': [
    { kind: 'status', on: 'watch', status: 429, times: 1, retryAfterSeconds: 1 },
    reset,
  ],
  'truncated line': [{ kind: 'truncate' }],
  'answers slow by 100 ms': [{ kind: 'slow', ms: 100, forMs: 2000 }, expired],
  'half-open, inactivity deadline 2 s': [{ kind: 'half-open' }],
};

/**
 * Milliseconds from a fault until the cache equals the API server again, the median of `rounds`, by
 * fault. A killed API server is measured from when it is ready again.
 */
export async function benchRecovery(rounds = 5): Promise<Record<string, number>> {
  await using bed = await startFaultBed();
  const medians: Record<string, number> = {};
  for (const [name, injected] of Object.entries(faults)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      times.push(await recover(bed, injected, 20_000));
    medians[name] = medianOf(times);
  }
  await using namespace = await bed.watch(25);
  await bed.plane.killApiServer();
  await pause(1000);
  await bed.plane.startApiServer();
  await change(bed.direct, namespace.namespace);
  medians['API server killed and restarted'] = Math.round(await namespace.untilEqual(20_000));
  return medians;
}

export interface ScaleFigures {
  readonly resources: number;
  /** From an empty cache until every resource has its owned object. */
  readonly coldMs: number;
  /** Reconciling all resources again without changes. */
  readonly resyncMs: number;
  /** Requests of that resync. */
  readonly resyncRequests: number;
  /** A new process with everything up to date: list, reconcile all. */
  readonly restartMs: number;
  /** Writing requests of the new process. */
  readonly restartWrites: number;
  /** Heap that the caches and queues hold, in MB (exact with `--expose-gc`). */
  readonly heapMb: number;
}

/** A controller with this many resources, each owning one object; 4 concurrent passes. */
export async function benchScale({
  resources: count,
}: {
  resources: number;
}): Promise<ScaleFigures> {
  await using plane = await startControlPlane({ controllers: false });
  const requests = new RequestCounter();
  const client = clientOf(plane, plane.server, requests);
  const namespace = 'scale';
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (let from = 0; from < count; from += 50) {
    const names = Array.from(
      { length: Math.min(50, count - from) },
      (_, index) => `root-${from + index}`,
    );
    await Promise.all(names.map((name) => client.create(root(namespace, name))));
  }
  const heapBefore = heapMb();
  const first = await measured(() => converge(client, namespace, count));
  const heap = heapMb() - heapBefore;
  requests.reset();
  const resync = await measured(() => first.value.passAll());
  const resyncRequests = requests.count();
  await first.value.stop();
  requests.reset();
  const restart = await measured(() => converge(client, namespace, count));
  const restartWrites = requests.count('apply');
  await restart.value.stop();
  client.close();
  return {
    resources: count,
    coldMs: first.ms,
    resyncMs: resync.ms,
    resyncRequests,
    restartMs: restart.ms,
    restartWrites,
    heapMb: Math.round(heap * 10) / 10,
  };
}

/** Starts reflectors and a controller and waits until every root was reconciled once. */
async function converge(client: ReturnType<typeof clientOf>, namespace: string, count: number) {
  const log = createLogger('silent');
  const reflect = (labelSelector: string) =>
    new Reflector({
      client,
      type: resources.configMap,
      selection: { namespace, labelSelector },
      log,
    });
  const [roots, children] = [reflect('role=root'), reflect('role=child')];
  const applier = new Applier(client);
  const queue = new WorkQueue<ObjectName>({ keyOf });
  const passed = new Set<string>();
  const controller = new Controller({
    name: 'scale',
    queue,
    log,
    concurrency: 4,
    async reconcile(name) {
      const found = roots.store.get(name);
      if (found)
        await applier.apply(
          ownedBy(child(namespace, name.name.replace('root', 'child')), found),
          children.store,
        );
      passed.add(name.name);
      return done;
    },
  })
    .for(roots)
    .owns(children, 'ConfigMap');
  const stop = new AbortController();
  const running = [
    roots.run(stop.signal),
    children.run(stop.signal),
    controller.run(stop.signal, stop.signal),
  ];
  const untilAllPassed = async () => {
    while (passed.size < count) await pause(1);
  };
  await untilAllPassed();
  return {
    async passAll() {
      passed.clear();
      for (const { metadata } of roots.store.list()) queue.add({ name: metadata.name, namespace });
      await untilAllPassed();
    },
    async stop() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

const labelled = (namespace: string, name: string, role: string) => {
  const manifest = configMap(namespace, name, 'wanted');
  return { ...manifest, metadata: { ...manifest.metadata, labels: { role } } };
};
const root = (namespace: string, name: string) => labelled(namespace, name, 'root');
const child = (namespace: string, name: string) => labelled(namespace, name, 'child');

async function measured<T>(act: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await act();
  return { ms: Math.round(performance.now() - start), value };
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

function medianOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
