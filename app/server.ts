import express, { type Express } from 'express';
import { accessLog } from './http/access-log.ts';
import { createAssets } from './http/assets.ts';
import { errorHandler, notFound } from './http/errors.tsx';
import { cspReports } from './http/reports.ts';
import { requestId } from './http/request-id.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { Services } from './services.ts';
import { statusRoutes } from './status/index.ts';

export interface ServerOptions {
  /** Whether the process is ending, so that `/readyz` says no. */
  readonly isDraining?: () => boolean;
}

/** The app as a request handler: what every request passes, in order, and the features. It never listens. */
export function createServer(services: Services, { isDraining = () => false }: ServerOptions = {}): Express {
  const { config, log, version } = services;
  const assets = createAssets({ fresh: config.environment === 'dev' });
  const frame = { environment: config.environment, version, assets: assets.paths };
  return express()
    .disable('x-powered-by')
    .set('trust proxy', config.http.trustProxy)
    .set('query parser', 'simple')
    .use(requestId, securityHeaders(config.http.publicUrl), accessLog(services))
    .use(assets.routes)
    .use(cspReports(log))
    .use(statusRoutes(services, { frame, isDraining }))
    .use(notFound)
    .use(errorHandler(services, frame));
}
