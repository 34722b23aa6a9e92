import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

/** Probes and scrapes arrive every few seconds and are logged only when they fail. */
const quiet = new Set(['/healthz', '/readyz']);

/** Logs and measures each request. Omits the query string, which may contain search terms. */
export function accessLog({
  log,
  metrics,
}: {
  readonly log: Log;
  readonly metrics: Metrics;
}): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const milliseconds = performance.now() - started;
      const route = routeOf(request, response);
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observeRequest({ method, route, status, seconds: milliseconds / 1000 });
      const line = {
        requestId: requestIdOf(response),
        method,
        path: withoutSecrets(request.path),
        route,
        status,
        ms: Math.round(milliseconds * 10) / 10,
        ...trace(request),
      };
      log[quiet.has(route) && status < 400 ? 'debug' : 'info'](line, 'request');
    });
    next();
  };
}

/** The matched pattern, such as `/users/:id`; one name for all unknown routes. */
function routeOf({ route, baseUrl }: Request, response: Response): string {
  const known: unknown = response.locals['route'];
  if (typeof known === 'string') return known;
  const path: unknown = (route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? `${baseUrl}${path}` : 'unmatched';
}

/** A path without the secret of a calendar's address (spec calendar#subscriptions). */
export const withoutSecrets = (path: string): string =>
  path.replace(/ahlt_cal_[\w-]+/g, 'ahlt_cal_…');

/** W3C trace context, which correlates a line with the proxy's log. */
function trace(request: Request): { traceId?: string } {
  const id = /^[\da-f]{2}-([\da-f]{32})-/.exec(request.get('traceparent') ?? '')?.[1];
  return id === undefined ? {} : { traceId: id };
}
