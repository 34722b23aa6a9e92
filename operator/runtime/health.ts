import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Why a check fails; undefined if it passes. */
export type HealthCheck = () => string | undefined;

export interface HealthServerOptions {
  /** @default 0.0.0.0 */
  readonly host?: string;
  /** 0 chooses a free one. */
  readonly port: number;
  /** If they fail, the kubelet restarts the process. */
  readonly live?: Readonly<Record<string, HealthCheck>>;
  /** If they fail, the process is not ready right now. */
  readonly ready?: Readonly<Record<string, HealthCheck>>;
  readonly registry: Registry;
}

/**
 * `/healthz`, `/readyz` (one line per check, with its reason, in the API server's format) and
 * `/metrics`.
 */
export class HealthServer {
  readonly #options: HealthServerOptions;
  readonly #server: Server;

  constructor(options: HealthServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens; returns the port. Rejects if it is taken. */
  async start(): Promise<number> {
    const { host = '0.0.0.0', port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { live = {}, ready = {}, registry } = this.#options;
    switch (request.url?.split('?')[0]) {
      case '/healthz':
        return report(response, live);
      case '/readyz':
        return report(response, ready);
      case '/metrics':
        response.setHeader('Content-Type', registry.contentType).end(await registry.metrics());
        return;
      default:
        response.writeHead(404).end('not found\n');
    }
  }
}

function report(response: ServerResponse, checks: Readonly<Record<string, HealthCheck>>): void {
  const problems = Object.entries(checks).map(([name, check]) => ({ name, problem: check() }));
  const failed = problems.some(({ problem }) => problem !== undefined);
  const lines = problems.map(({ name, problem }) =>
    problem === undefined ? `[+]${name} ok` : `[-]${name} failed: ${problem}`,
  );
  response
    .writeHead(failed ? 503 : 200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
    })
    .end(`${[...lines, failed ? 'not ok' : 'ok'].join('\n')}\n`);
}
