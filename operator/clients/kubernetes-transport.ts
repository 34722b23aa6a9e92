import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import type { Authentication } from './kubernetes-authentication.ts';
import { ApiError, apiErrorOf } from './kubernetes-error.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Milliseconds without a single byte after which the connection counts as dead. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** A watch gets its own connection, so that it never waits behind calls. */
  readonly stream?: boolean;
}

export interface Answer {
  readonly status: number;
  /** The server's time of the response, as milliseconds since 1970; whole seconds. */
  readonly date?: number;
  readonly warnings: readonly string[];
  /**
   * Text as it arrives; throws `ApiError` when the connection breaks, ends when the server closes
   * it properly.
   */
  readonly chunks: AsyncIterable<string>;
}

/**
 * HTTP/1.1 over `node:https`: one request per connection at a time, kept alive between requests;
 * every way a connection can fail becomes an `ApiError`
 * (docs/decisions/009-kubernetes-client-on-plain-json.md explains why not fetch).
 */
export class Transport {
  readonly #authentication: Authentication;
  readonly #calls: https.Agent | http.Agent;
  readonly #streams: https.Agent | http.Agent;
  readonly #encrypted: boolean;

  constructor(authentication: Authentication) {
    this.#authentication = authentication;
    this.#encrypted = authentication.server.protocol === 'https:';
    const Agent = this.#encrypted ? https.Agent : http.Agent;
    // Idle connections are closed early: a load balancer drops them silently, and the next call
    // would hang.
    this.#calls = new Agent({ keepAlive: true, timeout: 20_000, maxSockets: 64 });
    this.#streams = new Agent({ keepAlive: false });
  }

  /** Resolves with the response header if it is 2xx; throws `ApiError` otherwise. */
  async open(call: Call): Promise<Answer> {
    const response = await this.#respond(call);
    const status = response.statusCode ?? 0;
    const chunks = read(response, call, () => this.#forgetIdle());
    if (status >= 200 && status < 300)
      return { status, ...dateOf(response), warnings: warningsOf(response), chunks };
    throw apiErrorOf(
      status,
      await textOf(chunks),
      described(call),
      response.headers['retry-after'],
    );
  }

  /** Returns the whole response as text. */
  async send(call: Call): Promise<Omit<Answer, 'chunks'> & { readonly text: string }> {
    const { chunks, ...answer } = await this.open(call);
    return { ...answer, text: await textOf(chunks) };
  }

  close(): void {
    this.#calls.destroy();
    this.#streams.destroy();
  }

  async #respond(call: Call): Promise<IncomingMessage> {
    try {
      return await this.#attempt(call);
    } catch (error) {
      // The other side closed an idle kept-alive connection, and probably the others too. The
      // request may have been processed, so the caller must handle calls that may not repeat.
      if (!(error instanceof StaleConnection) || call.method === 'POST') throw error;
      this.#forgetIdle();
      return await this.#attempt(call);
    }
  }

  async #attempt(call: Call): Promise<IncomingMessage> {
    const options = await this.#authentication.options();
    call.signal?.throwIfAborted();
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
      const request = (this.#encrypted ? https : http).request(this.#requestOptions(call, options));
      // Set explicitly: Node sends the body of a DELETE without a length, and the server would
      // parse it as the next request.
      if (body) request.setHeader('Content-Length', body.length);
      const stop = () => request.destroy(abortedError(call));
      const silence = setTimeout(() => {
        this.#forgetIdle();
        request.destroy(silentError(call));
      }, call.silenceMs);
      const settle = () => {
        clearTimeout(silence);
        call.signal?.removeEventListener('abort', stop);
      };
      call.signal?.addEventListener('abort', stop, { once: true });
      request.once('response', (response) => {
        settle();
        resolve(response);
      });
      request.on('error', (error) => {
        settle();
        reject(connectionError(error, call, request.reusedSocket));
      });
      request.end(body);
    });
  }

  #requestOptions(call: Call, options: RequestOptions): RequestOptions {
    const { server, bringsAgent } = this.#authentication;
    const base = server.pathname.replace(/\/$/, '');
    return {
      ...options,
      agent: bringsAgent ? options.agent : call.stream ? this.#streams : this.#calls,
      method: call.method,
      // URL keeps the brackets of an IPv6 address; the socket does not accept them.
      host: server.hostname.replace(/^\[|\]$/g, ''),
      port: server.port || (this.#encrypted ? 443 : 80),
      path: base + call.path,
      headers: {
        ...options.headers,
        Accept: 'application/json',
        'User-Agent': 'ahlt-operator',
        ...(call.body === undefined
          ? {}
          : { 'Content-Type': call.contentType ?? 'application/json' }),
      },
    };
  }

  /**
   * One dead connection makes the others suspect: the path to the server may be gone, and each
   * would take a full timeout.
   */
  #forgetIdle(): void {
    for (const sockets of Object.values(this.#calls.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }
}

class StaleConnection extends ApiError {}

async function* read(
  response: IncomingMessage,
  call: Call,
  onSilence: () => void,
): AsyncGenerator<string, void, undefined> {
  response.setEncoding('utf8');
  const stop = () => response.destroy(abortedError(call));
  call.signal?.addEventListener('abort', stop, { once: true });
  const silence = setTimeout(() => {
    onSilence();
    response.destroy(silentError(call));
  }, call.silenceMs);
  try {
    if (call.signal?.aborted) stop();
    for await (const chunk of response) {
      silence.refresh();
      yield String(chunk);
    }
  } catch (error) {
    throw connectionError(error, call, false);
  } finally {
    clearTimeout(silence);
    call.signal?.removeEventListener('abort', stop);
  }
}

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function connectionError(error: unknown, call: Call, reused: boolean): ApiError {
  if (error instanceof ApiError) return error;
  const { code, message } =
    error instanceof Error
      ? (error as NodeJS.ErrnoException)
      : { code: undefined, message: String(error) };
  const stale = reused && (code === 'ECONNRESET' || code === 'EPIPE');
  return new (stale ? StaleConnection : ApiError)({
    status: 0,
    reason: 'ConnectionFailed',
    message: `${described(call)}: ${message || code}`,
    cause: error,
  });
}

const silentError = (call: Call) =>
  new ApiError({
    status: 0,
    reason: 'DeadlineExceeded',
    message: `${described(call)}: no byte for ${call.silenceMs} ms`,
  });

const abortedError = (call: Call) =>
  new ApiError({
    status: 0,
    reason: 'Aborted',
    message: `${described(call)}: stopped by the caller`,
  });

const described = ({ method, path }: Call): string => `${method} ${path.split('?')[0]}`;

function dateOf({ headers }: IncomingMessage): { date?: number } {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isFinite(date) ? { date } : {};
}

/** `299 - "text"`: warnings of the API server, e.g. about a deprecated version. */
function warningsOf(response: IncomingMessage): string[] {
  const header = response.headers['warning'];
  return header === undefined
    ? []
    : [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
        text.replaceAll('\\"', '"'),
      );
}
