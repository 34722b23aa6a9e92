import type { RequestListener } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { type Listener, listen } from '../http/listen.ts';
import type { Log } from '../log.ts';
import { createServer } from '../server.ts';
import { createServices, type Services } from '../services.ts';
import { applyPinnedSettings, requirePinnable } from '../settings/index.ts';
import type { CommandContext } from './commands.ts';
import { scheduleUpkeep } from './upkeep.ts';

/**
 * Longest wait for requests that are under way when the process ends; a cluster kills it after 30
 * s.
 */
const graceMs = 25_000;

/** Serves until SIGTERM or SIGINT, then finishes what has begun. Throws `port_in_use`. */
export async function runServe({ config, log }: CommandContext): Promise<undefined> {
  await using services = createServices(config, log);
  requirePinnable(config);
  const stop = new AbortController();
  const { host, port, metricsPort } = config.http;
  const app = await listen(createServer(services, { isDraining: () => stop.signal.aborted }), {
    host,
    port,
    variable: 'PORT',
  });
  const metrics = await listenOrClose(app, metricsHandler(services), {
    host,
    port: metricsPort,
    variable: 'METRICS_PORT',
  });
  await applyPinned(services);
  using _upkeep = scheduleUpkeep(services);
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
  await Promise.all([app.close(graceMs), metrics.close(graceMs)]);
  log.info('stopped');
  return undefined;
}

/** A database that is away must not keep the process from starting: the upkeep tries again. */
async function applyPinned(services: Services): Promise<void> {
  try {
    const written = await applyPinnedSettings(services, services.config);
    if (written > 0) services.log.info({ written }, 'pinned settings applied');
  } catch (error) {
    services.log.error({ err: error }, 'pinned settings not applied yet');
  }
}

/**
 * Left alone, the heap grows to several times of what is in use while a file comes in, and gives
 * nothing back. So what is new stays in as little memory as the start needed, and what is older is
 * tidied when it has doubled: 190 MB instead of 260.
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

/**
 * Resolves with the first signal; a second one ends the process at once, for people who don't want
 * to wait.
 */
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

/** `/metrics` and nothing else, on a port that no ingress knows. */
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
