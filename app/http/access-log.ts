import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

/** Probes and scrapes come every few seconds and say nothing when they succeed. */
const quiet = new Set(['/healthz', '/readyz']);

/**
 * One log line and one measurement a request. The query string stays out: it may hold what people
 * search for.
 */
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
        path: request.path,
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

/** The pattern that matched, such as `/users/:id`; one name for everything that no route knows. */
function routeOf({ route, baseUrl }: Request, response: Response): string {
  const known: unknown = response.locals['route'];
  if (typeof known === 'string') return known;
  const path: unknown = (route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? `${baseUrl}${path}` : 'unmatched';
}

/** W3C trace context, so that a line can be joined with the proxy's. */
function trace(request: Request): { traceId?: string } {
  const id = /^[\da-f]{2}-([\da-f]{32})-/.exec(request.get('traceparent') ?? '')?.[1];
  return id === undefined ? {} : { traceId: id };
}
