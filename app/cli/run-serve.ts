import type { RequestListener } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { collectDefaultMetrics } from 'prom-client';
import { connect } from '../db/connection.ts';
import { declaredJobs } from '../declared-jobs.ts';
import { startRelay } from '../graph/index.ts';
import { type Listener, listen } from '../http/listen.ts';
import { startJobs } from '../jobs/index.ts';
import type { Log } from '../log.ts';
import { createServer } from '../server.ts';
import { createServices, type Services } from '../services.ts';
import { applyPinnedSettings, requirePinnable } from '../settings/index.ts';
import type { CommandContext } from './commands.ts';
import { scheduleChecks } from './process-checks.ts';

/** Maximum time to finish running requests at shutdown; a cluster kills the process after 30 s. */
const graceMs = 25_000;

/** Maximum time for jobs to end at shutdown; the rest is released for another process. */
const jobGraceMs = 15_000;

/** Serves until SIGTERM or SIGINT, then finishes running requests. Throws `port_in_use`. */
export async function runServe({ config, log }: CommandContext): Promise<undefined> {
  await using services = createServices(config, log);
  // Those of the process, of which there is one; their timers never end.
  collectDefaultMetrics({ register: services.metrics.registry });
  requirePinnable(config);
  const stop = new AbortController();
  const { host, port, metricsPort } = config.http;
  const server = createServer(services, { isDraining: () => stop.signal.aborted });
  const app = await listen(server, { host, port, variable: 'PORT', upgrade: server.upgrade });
  const metrics = await listenOrClose(app, metricsHandler(services), {
    host,
    port: metricsPort,
    variable: 'METRICS_PORT',
  });
  await applyPinned(services);
  using _checks = scheduleChecks(services);
  const jobs = startJobs(services, declaredJobs(services));
  const relay = relayOf(services);
  keepHeapSmall();
  log.info(
    {
      host,
      port: app.port,
      metricsPort: metrics.port,
      version: services.version,
      environment: config.environment,
    },
    'listening',
  );

  const signal = await untilSignalled(stop, log);
  log.info({ signal, graceMs }, 'draining');
  // Pages that listen connect to another process.
  services.live.close();
  await Promise.all([
    app.close(graceMs),
    metrics.close(graceMs),
    jobs.stop(jobGraceMs),
    relay?.stop(jobGraceMs),
  ]);
  log.info('stopped');
  return undefined;
}

/** The relay that brings changes into the graph, if there is one. */
const relayOf = ({ config, graph, log }: Services) =>
  graph &&
  startRelay({
    driver: graph,
    env: config.graphEnv,
    connect: () => connect({ ...config.database, applicationName: 'ahlt relay' }),
    log,
  });

/** The process must start even if the database is down: the upkeep retries it. */
async function applyPinned(services: Services): Promise<void> {
  try {
    const written = await applyPinnedSettings(services, services.config);
    if (written > 0) services.log.info({ written }, 'pinned settings applied');
  } catch (error) {
    services.log.error({ err: error }, 'pinned settings not applied yet');
  }
}

/**
 * By default the heap grows to several times the used memory while a file is received, and is not
 * returned. So the young generation keeps its initial size, and the old one is collected once it
 * has doubled: 190 MB instead of 260.
 */
const keepHeapSmall = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=100');
};

async function listenOrClose(
  app: Listener,
  handler: RequestListener,
  place: Parameters<typeof listen>[1],
): Promise<Listener> {
  try {
    return await listen(handler, place);
  } catch (error) {
    await app.close(0);
    throw error;
  }
}

/** Resolves on the first signal; a second one exits at once, for users who do not want to wait. */
function untilSignalled(stop: AbortController, log: Log): Promise<string> {
  return new Promise((resolve) => {
    const hear = (signal: string) => {
      if (stop.signal.aborted) {
        log.warn({ signal }, 'stopped at once');
        process.exit(1);
      }
      stop.abort();
      resolve(signal);
    };
    process.on('SIGTERM', hear).on('SIGINT', hear);
  });
}

/** Serves only `/metrics`, on a port without ingress. */
function metricsHandler({ metrics: { registry }, log }: Services): RequestListener {
  return async (request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    try {
      const text = await registry.metrics();
      return response
        .writeHead(200, {
          'Content-Type': registry.contentType,
          'X-Content-Type-Options': 'nosniff',
        })
        .end(text);
    } catch (error) {
      log.error({ err: error }, 'metrics could not be collected');
      return response.writeHead(500).end();
    }
  };
}
