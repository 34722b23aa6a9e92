import { KubernetesClient } from './clients/kubernetes.ts';
import {
  type Authentication,
  kubeConfigAuthentication,
  serviceAccountAuthentication,
} from './clients/kubernetes-authentication.ts';
import { type Config, ConfigError, processEnvironment, readConfig } from './config.ts';
import { Cluster } from './environment/cluster.ts';
import { environmentController } from './environment/controller.ts';
import { owns } from './environment/drift.ts';
import { inspectDatabase } from './environment/inspect-database.ts';
import { ManifestBuilder } from './environment/manifests.ts';
import { readPlatform } from './environment/platform-file.ts';
import { RepairPace } from './environment/repair-pace.ts';
import { environmentType } from './environment/resource.ts';
import { bootstrap } from './infrastructure/bootstrap.ts';
import { Applier } from './runtime/applier.ts';
import { systemClock } from './runtime/clock.ts';
import { ClusterClock } from './runtime/cluster-clock.ts';
import { EventRecorder } from './runtime/event-recorder.ts';
import { LeaderElector } from './runtime/leader-election.ts';
import { createLogger, type Logger } from './runtime/logger.ts';
import { LeadershipLost, Manager } from './runtime/manager.ts';
import { countRequests, createMetrics, type Metrics } from './runtime/metrics.ts';

const fieldManager = 'ahlt-operator';

/**
 * Composition root: creates the parts, runs them until SIGTERM or SIGINT, and exits with 0, or with
 * 1 if it must be restarted.
 */
async function main(): Promise<number> {
  const config = readConfig();
  const log = createLogger(config.LOG_LEVEL);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    await run(config, log, stop.signal);
    return 0;
  } catch (error) {
    log.error(
      { err: error },
      error instanceof LeadershipLost
        ? 'another process is the leader; stopping'
        : 'the operator cannot continue',
    );
    return 1;
  }
}

async function run(config: Config, log: Logger, signal: AbortSignal): Promise<void> {
  const platform = readPlatform(config.PLATFORM_FILE);
  const metrics = createMetrics();
  const clock = new ClusterClock();
  const client = clientOf(await authentication(config), { metrics, log, clock });
  const lease = { name: config.LEASE_NAME, namespace: config.POD_NAMESPACE };
  const elector = new LeaderElector({ client, lease, identity: config.POD_NAME, log });
  // Writes that depend on leading use this client: a former leader may not know yet that it lost
  // the Lease.
  const writer = client.fenced(() => elector.isLeader);
  const cluster = new Cluster({
    client,
    log,
    namespaces: Object.keys(platform.environments),
    onEvent: (resource, event) => metrics.reflectorEvents.inc({ resource, event }),
  });
  const events = new EventRecorder({
    client: writer,
    controller: 'platform.ahlt.dev/operator',
    instance: config.POD_NAME,
    log,
    onDrop: (cause) => metrics.eventsDropped.inc({ cause }),
  });
  const { controller, queue, stop } = environmentController({
    client: writer,
    cluster,
    platform,
    events,
    log,
    applier: new Applier(writer, owns),
    manifests: new ManifestBuilder({ ingressController: config.INGRESS_CONTROLLER }),
    pace: new RepairPace(clock),
    inspect: inspectDatabase,
    clock,
    onStatusRefused: (reason) => metrics.statusRefused.inc({ reason }),
    retry: { baseSeconds: config.RETRY_BASE_SECONDS, maxSeconds: config.RETRY_MAX_SECONDS },
    resyncSeconds: config.RESYNC_SECONDS,
    concurrency: config.CONCURRENCY,
    onReconcile: (result, durationMs) => {
      metrics.reconciles.inc({ controller: 'environment', result });
      metrics.reconcileSeconds.observe({ controller: 'environment' }, durationMs / 1000);
    },
  });
  metrics.queues.set('environment', queue);
  const manager = new Manager({
    client,
    log,
    metrics,
    health: { host: config.HOST, port: config.PORT },
    reflectors: cluster.reflectors,
    controllers: [controller],
    recorder: events,
    election: { elector, lease },
  });
  const infrastructure = bootstrap(
    {
      client,
      namespace: config.INFRA_NAMESPACE,
      secrets: config.INFRA_SECRETS,
      log,
      clock: systemClock,
    },
    signal,
  );
  try {
    await manager.run(signal);
  } finally {
    stop();
  }
  await infrastructure;
}

/** In a pod its service account; otherwise the kubeconfig. */
async function authentication(config: Config): Promise<Authentication> {
  const {
    KUBECONFIG,
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: port,
    SERVICE_ACCOUNT_FOLDER: folder,
  } = config;
  if (KUBECONFIG !== undefined || host === undefined)
    return await kubeConfigAuthentication(KUBECONFIG);
  return serviceAccountAuthentication({ host, port, ...(folder !== undefined && { folder }) });
}

const clientOf = (
  authenticated: Authentication,
  { metrics, log, clock }: { metrics: Metrics; log: Logger; clock: ClusterClock },
) =>
  new KubernetesClient({
    authentication: authenticated,
    fieldManager,
    resources: [environmentType],
    onRequest: countRequests(metrics),
    onDate: (date, tookMs) => clock.observe(date, tookMs),
    onWarning: (warning) => log.warn({ warning }, 'warning from the API server'),
  });

/**
 * The only standalone command of the operator: prepares a database for the app's `migrate`, for
 * compose.
 */
async function provideDatabase(): Promise<number> {
  const { provideDatabaseCommand } = await import('./provide-database/main.ts');
  return provideDatabaseCommand(processEnvironment());
}

try {
  process.exitCode =
    process.argv[2] === 'provide-database' ? await provideDatabase() : await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(
    `operator: these variables are invalid; nothing was started\n\n${error.message.replace(/^/gm, '  ')}\n`,
  );
  process.exitCode = 2;
}
