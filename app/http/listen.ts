import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../errors.ts';
import { withDeadline } from './long-body.ts';

export interface Listener {
  /** Port that was taken, which matters when 0 was asked for. */
  readonly port: number;
  /**
   * Takes no more connections, lets requests finish for at most `graceMs`, then closes what is
   * left.
   */
  readonly close: (graceMs: number) => Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** The variable that the port comes from, for error messages. */
  readonly variable: string;
  /** Milliseconds in which a client has to send the head of its request. @default 15,000 */
  readonly headersMs?: number;
}

/** Starts to listen. Throws `port_in_use` or `port_refused` when it can't. */
export async function listen(
  handler: RequestListener,
  { host, port, variable, headersMs = 15_000 }: ListenOptions,
): Promise<Listener> {
  const server = createHttpServer(
    {
      // Node would hold imports to it as well; `withDeadline` doesn't.
      requestTimeout: 0,
      headersTimeout: headersMs,
      // Node looks at its clock only so often, every 30 s unless told otherwise, and every limit is
      // as late as that.
      connectionsCheckingInterval: Math.min(1_000, headersMs / 2),
      // Longer than proxies keep theirs, so that a proxy never writes into a connection that is
      // just being closed.
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
    },
    withDeadline(handler),
  );
  // Node closes connections that are idle when it stops listening; one that had a request then
  // would stay until its client lets go.
  server.on('request', (_request, response) =>
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    }),
  );
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
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(limit);
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
