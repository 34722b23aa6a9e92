import { KubernetesClient } from '#operator/clients/kubernetes.ts';
import { kubeConfigAuthentication } from '#operator/clients/kubernetes-authentication.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import { keyOf, type ObjectName } from '#operator/clients/kubernetes-types.ts';
import { Controller, done } from '#operator/runtime/controller.ts';
import { EventRecorder } from '#operator/runtime/event-recorder.ts';
import { LeaderElector } from '#operator/runtime/leader-election.ts';
import { createLogger } from '#operator/runtime/logger.ts';
import { Manager } from '#operator/runtime/manager.ts';
import { countRequests, createMetrics } from '#operator/runtime/metrics.ts';
import { Reflector } from '#operator/runtime/reflector.ts';
import { WorkQueue } from '#operator/runtime/work-queue.ts';

// A small operator for tests of the runtime: it writes its name into every ConfigMap of a
// namespace, and takes PASS_MS for each.
const {
  KUBECONFIG,
  NAMESPACE: namespace = '',
  IDENTITY: identity = '',
  LEASE_MS = '3000',
  PASS_MS = '0',
} = process.env;

const log = createLogger('info').child({ identity });
const metrics = createMetrics();
const client = new KubernetesClient({
  authentication: await kubeConfigAuthentication(KUBECONFIG),
  fieldManager: 'runtime-program',
  onRequest: countRequests(metrics),
});
const leaseMs = Number(LEASE_MS);
const lease = { name: 'runtime-program', namespace };
const elector = new LeaderElector({
  client,
  lease,
  identity,
  log,
  leaseMs,
  renewDeadlineMs: (leaseMs * 2) / 3,
  retryMs: leaseMs / 6,
});
const writer = client.fenced(() => elector.isLeader);
const recorder = new EventRecorder({
  client: writer,
  controller: 'test/runtime-program',
  instance: identity,
  log,
});
const reflector = new Reflector({
  client,
  type: resources.configMap,
  selection: { namespace, labelSelector: 'sign=yes' },
  log,
});
const queue = new WorkQueue<ObjectName>({ keyOf });
metrics.queues.set('sign', queue);
const controller = new Controller({
  name: 'sign',
  queue,
  log,
  async reconcile(name) {
    const found = reflector.store.get(name);
    if (!found || (found['data'] as Record<string, string> | undefined)?.['by'] === identity)
      return done;
    log.info('reconciling');
    await new Promise((resolve) => setTimeout(resolve, Number(PASS_MS)));
    reflector.store.remember(
      await writer.patch(resources.configMap, name, { data: { by: identity } }),
    );
    recorder.record(found, {
      type: 'Normal',
      reason: 'Signed',
      action: 'Sign',
      note: `by ${identity}`,
    });
    return done;
  },
}).for(reflector);

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
const manager = new Manager({
  client,
  log,
  metrics,
  health: { host: '127.0.0.1', port: 0 },
  reflectors: [reflector],
  controllers: [controller],
  recorder,
  election: { elector, lease },
});
await manager.run(stop.signal).catch((error: unknown) => {
  log.error({ err: error }, 'ended');
  process.exitCode = 1;
});
