import type { AddressInfo } from 'node:net';
import express from 'express';
import { designRoutes } from '#app/design/index.ts';
import { createAssets } from '#app/http/assets.ts';
import { securityHeaders } from '#app/http/security-headers.ts';

export interface DesignServer extends AsyncDisposable {
  /** Origin, without a trailing slash. */
  readonly origin: string;
}

/** The component page and those beside it, with the product's own routes, assets and headers. */
export async function startDesignServer(): Promise<DesignServer> {
  const assets = createAssets({ fresh: false });
  const app = express()
    .use(securityHeaders(undefined))
    .use(assets.routes)
    .use(designRoutes(assets));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const designPages = [
  '/design',
  '/design?open=2&do=edit&filter=%7B%7D',
  '/design/calendar',
  '/design/governance',
  '/design/governance?closed',
  '/design/question',
  '/design/nowhere',
  '/design/broken',
] as const;
