import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** Address of an API server, and the credentials. */
export interface ApiAccess {
  /** Such as `https://127.0.0.1:6443`. */
  readonly server: string;
  /** Certificate of its authority, PEM. */
  readonly ca: string;
  /** Bearer token. */
  readonly token: string;
}

/** A Kubernetes object as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind; its shape is the API server's business.
export type KubernetesObject = any;

/** A response that is not 2xx, with the server's own message. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/**
 * Plain requests to an API server: the tests' own client, so that they never check the operator's
 * client by itself.
 */
export interface ApiClient {
  get(path: string): Promise<KubernetesObject>;
  post(path: string, body: KubernetesObject): Promise<KubernetesObject>;
  put(path: string, body: KubernetesObject): Promise<KubernetesObject>;
  /** Merge patch, RFC 7386. */
  patch(path: string, body: KubernetesObject): Promise<KubernetesObject>;
  /** Server-side apply as `manager`, taking over fields of others. */
  apply(path: string, body: KubernetesObject, manager?: string): Promise<KubernetesObject>;
  remove(path: string, options?: KubernetesObject): Promise<KubernetesObject>;
  /** Calls `on` for each event of a watch until it ends or `signal` fires; resolves at the end. */
  watch(
    path: string,
    on: (event: { type: string; object: KubernetesObject }) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): void;
}

/** Opens a client; connections are kept until `close`. */
export function apiClient(access: ApiAccess): ApiClient {
  const agent = new Agent({ ca: access.ca, keepAlive: true, maxSockets: 50 });
  const send = (
    method: string,
    path: string,
    contentType: string,
    body: unknown,
    signal?: AbortSignal,
  ) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const content = body === undefined ? '' : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${access.token}`,
        accept: 'application/json',
        'content-type': contentType,
        // Node sends no content length for DELETE by itself.
        'content-length': Buffer.byteLength(content),
      };
      const outgoing = request(
        new URL(path, access.server),
        { method, agent, headers, ...(signal && { signal }) },
        resolve,
      );
      outgoing.once('error', reject);
      outgoing.end(content);
    });
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ) => {
    const response = await send(method, path, contentType, body);
    return accepted(response, await text(response), `${method} ${path}`);
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body, 'application/merge-patch+json'),
    apply: (path, body, manager = 'test') =>
      call(
        'PATCH',
        `${path}?fieldManager=${manager}&force=true`,
        body,
        'application/apply-patch+yaml',
      ),
    remove: (path, options) => call('DELETE', path, options),
    async watch(path, on, signal) {
      const response = await send('GET', path, 'application/json', undefined, signal);
      if (response.statusCode !== 200) accepted(response, await text(response), `watch ${path}`);
      for await (const line of createInterface({ input: response })) on(JSON.parse(line));
    },
    close: () => agent.destroy(),
  };
}

function accepted(response: IncomingMessage, body: string, what: string): KubernetesObject {
  const status = response.statusCode ?? 0;
  const isJson = response.headers['content-type']?.startsWith('application/json');
  const answer = isJson ? JSON.parse(body) : body;
  if (status >= 200 && status < 300) return answer;
  throw new ApiError(status, `${what}: ${isJson ? answer.message : `${status} ${body}`}`);
}
