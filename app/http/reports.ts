import express, { Router } from 'express';
import type { Log } from '../log.ts';
import { open } from './policy.ts';
import { requestIdOf } from './request-id.ts';
import { type Routes, routes } from './routes.ts';

/**
 * Receives reports of content security policy violations. Open to everyone, so little is read and
 * little is kept.
 */
export function reportRoutes(log: Log): Routes {
  const body = express.json({
    type: ['application/csp-report', 'application/reports+json', 'application/json'],
    limit: '8kb',
  });
  const receive = Router().post('/csp-reports', body, (request, response) => {
    const report =
      (request.body as { 'csp-report'?: Record<string, unknown> } | undefined)?.['csp-report'] ??
      {};
    const short = (key: string) => String(report[key] ?? '').slice(0, 200);
    log.warn(
      {
        requestId: requestIdOf(response),
        directive: short('violated-directive'),
        blocked: short('blocked-uri').split(/[?#]/)[0],
      },
      'content security policy violation',
    );
    response.status(204).end();
  });
  return routes().mount('/csp-reports', ['POST'], open, receive);
}
