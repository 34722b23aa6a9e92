import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, RequestKind } from './faults.ts';

export interface FaultProxyTarget {
  /** URL of the API server. */
  readonly server: string;
  readonly ca: string;
  /** Contains the API server's own certificate and key, which the proxy presents to its clients. */
  readonly folder: string;
}

interface Connection {
  readonly socket: Socket;
  silent: boolean;
}

interface OpenWatch {
  readonly response: ServerResponse;
  readonly connection: Connection;
  damage: 'truncate' | 'garbage' | undefined;
}

/**
 * A proxy between a client and a real API server that breaks things on request. It terminates TLS
 * and speaks HTTP, so it can respond in the server's place; and it holds the TCP socket of each TLS
 * connection, so it can send a real RST.
 */
export class FaultProxy {
  readonly #target: FaultProxyTarget;
  readonly #tcp: Server;
  readonly #http: https.Server;
  readonly #upstream: https.Agent;
  readonly #connections = new Set<Connection>();
  readonly #bySocket = new Map<number, Connection>();
  readonly #watches = new Set<OpenWatch>();
  #statuses: (Extract<Fault, { kind: 'status' }> & { left: number })[] = [];
  #slow = { ms: 0, until: 0 };
  #refuseUntil = 0;

  private constructor(target: FaultProxyTarget) {
    this.#target = target;
    this.#upstream = new https.Agent({ keepAlive: true, ca: target.ca });
    const cert = readFileSync(join(target.folder, 'apiserver.crt'));
    const key = readFileSync(join(target.folder, 'apiserver.key'));
    this.#http = https.createServer(
      { cert, key, keepAliveTimeout: 60_000 },
      (request, response) => void this.#serve(request, response),
    );
    this.#http.on('secureConnection', (socket) => socket.on('error', () => undefined));
    this.#tcp = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(target: FaultProxyTarget): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.#tcp.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#tcp.address() as AddressInfo).port}`;
  }

  /** Watches that are open now. */
  get watches(): number {
    return this.#watches.size;
  }

  /** Injects a fault: immediately, or into the next matching responses. */
  inject(fault: Fault): void {
    switch (fault.kind) {
      case 'status':
        this.#statuses.push({ ...fault, left: fault.times });
        return;
      case 'slow':
        this.#slow = { ms: fault.ms, until: Date.now() + fault.forMs };
        return;
      case 'refuse':
        this.#refuseUntil = Date.now() + fault.forMs;
        this.inject({ kind: 'reset' });
        return;
      case 'expired':
        for (const { response } of this.#watches) response.write(expiredEvent);
        return;
      case 'truncate':
      case 'garbage':
        for (const watch of this.#watches) watch.damage = fault.kind;
        return;
      case 'reset':
        for (const { socket } of this.#connections) socket.resetAndDestroy();
        return;
      case 'cut':
        for (const { socket } of this.#connections) socket.destroySoon();
        return;
      case 'half-open':
        for (const connection of this.#connections) connection.silent = true;
    }
  }

  /** Cancels pending faults. */
  heal(): void {
    this.#statuses = [];
    this.#slow = { ms: 0, until: 0 };
    this.#refuseUntil = 0;
    for (const watch of this.#watches) watch.damage = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#tcp.close(resolve));
    for (const { socket } of this.#connections) socket.destroy();
    this.#upstream.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    if (Date.now() < this.#refuseUntil) {
      socket.resetAndDestroy();
      return;
    }
    const connection: Connection = { socket, silent: false };
    const port = socket.remotePort ?? 0;
    this.#connections.add(connection);
    this.#bySocket.set(port, connection);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#connections.delete(connection);
      if (this.#bySocket.get(port) === connection) this.#bySocket.delete(port);
    });
    this.#http.emit('connection', socket);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.#bySocket.get(request.socket.remotePort ?? 0);
    if (!connection || connection.silent) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const kind = kindOf(request);
    const status = this.#takeStatus(kind);
    if (status) {
      answerStatus(response, status);
      return;
    }
    await this.#forward(request, Buffer.concat(chunks), response, connection, kind);
  }

  async #forward(
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
    connection: Connection,
    kind?: RequestKind,
  ): Promise<void> {
    const { host: _host, 'content-length': _length, ...headers } = request.headers;
    const url = new URL(request.url ?? '/', this.#target.server);
    const upstream = https.request(url, { method: request.method, headers, agent: this.#upstream });
    response.once('close', () => upstream.destroy());
    upstream.on('error', () => connection.socket.destroy());
    if (body.length > 0) upstream.setHeader('Content-Length', body.length);
    upstream.end(body);
    const answer = await new Promise<IncomingMessage>((resolve) =>
      upstream.once('response', resolve),
    );
    if (connection.silent) return;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    const watch: OpenWatch = { response, connection, damage: undefined };
    if (kind === 'watch') this.#watches.add(watch);
    try {
      for await (const chunk of answer) {
        if (Date.now() < this.#slow.until) await pause(this.#slow.ms);
        if (this.#send(watch, chunk)) return;
      }
      if (!connection.silent) response.end();
    } catch {
      connection.socket.destroy();
    } finally {
      this.#watches.delete(watch);
    }
  }

  /** Forwards a piece of a response, damaged if requested. True if the response ends here. */
  #send(watch: OpenWatch, chunk: Buffer): boolean {
    const { response, connection, damage } = watch;
    watch.damage = undefined;
    if (connection.silent || response.destroyed) return false;
    if (damage === 'truncate') {
      response.end(chunk.subarray(0, Math.max(1, Math.floor(chunk.length / 2))));
      return true;
    }
    response.write(damage === 'garbage' ? '{"type":"MODIFIED","object":{"metadata\n' : chunk);
    return false;
  }

  #takeStatus(kind: RequestKind | undefined): Extract<Fault, { kind: 'status' }> | undefined {
    const found = this.#statuses.find(({ on, left }) => left > 0 && (on === 'any' || on === kind));
    if (found) found.left -= 1;
    return found;
  }
}

function kindOf({ method, url = '' }: IncomingMessage): RequestKind | undefined {
  if (method !== 'GET') return undefined;
  if (/[?&]watch=true/.test(url)) return 'watch';
  return /\/[a-z]+(\?|$)/.test(url) && /[?&](limit|continue)=/.test(url) ? 'list' : undefined;
}

function answerStatus(
  response: ServerResponse,
  { status, retryAfterSeconds }: Extract<Fault, { kind: 'status' }>,
): void {
  const reason = {
    410: 'Expired',
    429: 'TooManyRequests',
    500: 'InternalError',
    503: 'ServiceUnavailable',
  }[status];
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: status,
    reason,
    message: 'injected fault',
  };
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': retryAfterSeconds }),
  });
  response.end(JSON.stringify(body));
}

const expiredEvent = `${JSON.stringify({
  type: 'ERROR',
  object: {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 410,
    reason: 'Expired',
    message: 'too old resource version: injected',
  },
})}\n`;
