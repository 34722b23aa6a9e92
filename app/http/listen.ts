import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { withDeadline } from './long-body.ts';

export interface Listener {
  /** The port in use, relevant if 0 was requested. */
  readonly port: number;
  /**
   * Accepts the connections that clients have already opened, then no more, waits at most `graceMs`
   * for running requests, and closes the rest.
   */
  readonly close: (graceMs: number) => Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port, for error messages. */
  readonly variable: string;
  /** Receives requests to change the protocol; without it they are ordinary requests. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Timeout of request headers in milliseconds. @default 15,000 */
  readonly headersMs?: number;
}

/** Starts to listen. Throws `port_in_use` or `port_refused`. */
export async function listen(
  handler: RequestListener,
  { host, port, variable, upgrade, headersMs = 15_000 }: ListenOptions,
): Promise<Listener> {
  const server = createHttpServer(
    {
      // Node's timeout would apply to imports as well; `withDeadline` exempts them.
      requestTimeout: 0,
      headersTimeout: headersMs,
      // Node checks its timeouts every 30 s by default, so a timeout could be that late.
      connectionsCheckingInterval: Math.min(1_000, headersMs / 2),
      // Longer than the proxies' timeout, so that a proxy never writes to a connection that is
      // being closed.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
    },
    withDeadline(handler),
  );
  // Node closes idle connections when it stops listening; a connection that was busy would stay
  // open until its client closes it.
  server.on('request', (_request, response) =>
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    }),
  );
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw listenError(cause, { host, port, variable });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => close(server, graceMs),
  };
}

async function close(server: Server, graceMs: number): Promise<void> {
  await acceptWaiting(server, Math.min(graceMs, longestAcceptMs));
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(limit);
}

/** A client that opens connections without end does not keep the process. */
const longestAcceptMs = 2_000;

/**
 * Connections that are open for their clients may still wait in the kernel, which resets them once
 * nobody listens; a busy process has many. Each turn of the event loop accepts one of them, and reads
 * the data of the connections that are kept open.
 */
async function acceptWaiting(server: Server, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  let emptyTurns = 0;
  const taken = () => {
    emptyTurns = 0;
  };
  server.on('connection', taken);
  while (emptyTurns < 3 && performance.now() < end) {
    emptyTurns += 1;
    await nextTurn();
  }
  server.off('connection', taken);
}

function listenError(
  cause: unknown,
  { host, port, variable }: { host: string; port: number; variable: string },
): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EADDRINUSE') {
    return new AppError('port_in_use', {
      message: `Port ${port} on ${host} is in use. Stop the process that uses it, or set ${variable} to another port.`,
      details: { host, port },
      cause,
    });
  }
  return new AppError('port_refused', {
    message: `Can't listen on ${host}:${port} (${code}). Check HOST and ${variable}.`,
    details: { host, port },
    cause,
  });
}
