import { ApiError } from './kubernetes-error.ts';
import type { CallOptions } from './kubernetes-options.ts';
import type { Answer, Call, Transport } from './kubernetes-transport.ts';
import type { ResourceType } from './kubernetes-types.ts';

/** A completed request, for metrics and for tests that count. `status` 0: no response. */
export interface RequestRecord {
  readonly verb:
    | 'get'
    | 'list'
    | 'watch'
    | 'apply'
    | 'create'
    | 'update'
    | 'patch'
    | 'delete'
    | 'logs';
  readonly resource: string;
  readonly status: number;
  readonly durationMs: number;
}

export interface RequestOptions {
  /** Timeout without data for a call, in milliseconds. @default 15000 */
  readonly silenceMs?: number;
  readonly onRequest?: (request: RequestRecord) => void;
  /**
   * Called with the server's time in a response, to the second, and the duration of the request;
   * milliseconds.
   */
  readonly onDate?: (date: number, tookMs: number) => void;
  /**
   * Checked before each writing call; false fails the call with the reason `Fenced`.
   * @default always true
   */
  readonly mayWrite?: () => boolean;
  /** Warnings of the API server, e.g. about a deprecated version. */
  readonly onWarning?: (warning: string) => void;
}

/** A call with or without a timeout of its own. */
export type UntimedCall = Omit<Call, 'silenceMs'> & Pick<CallOptions, 'silenceMs'>;

/** Sends calls: counted, with a timeout, and only while this process may write. */
export class Requests {
  readonly #options: RequestOptions;
  readonly #transport: Transport;

  constructor(options: RequestOptions, transport: Transport) {
    this.#options = options;
    this.#transport = transport;
  }

  /** Sends a call and parses the JSON of its response. */
  async json<T>(verb: RequestRecord['verb'], type: ResourceType, call: UntimedCall): Promise<T> {
    if (call.method !== 'GET' && this.#options.mayWrite?.() === false) throw fencedError(call);
    const { text, warnings } = await this.send(verb, type, call);
    for (const warning of warnings) this.#options.onWarning?.(warning);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new ApiError({
        status: 0,
        reason: 'BrokenStream',
        message: `${call.method} ${call.path}: the answer is not JSON`,
        cause,
      });
    }
  }

  /** Sends a reading call and returns its whole response. */
  send(verb: RequestRecord['verb'], type: ResourceType, call: UntimedCall) {
    return this.#counted(verb, type, () => this.#transport.send(this.#timed(call)));
  }

  /** Sends a reading call whose response arrives in pieces. */
  open(verb: RequestRecord['verb'], type: ResourceType, call: UntimedCall) {
    return this.#counted(verb, type, () => this.#transport.open(this.#timed(call)));
  }

  #timed({ silenceMs = this.#options.silenceMs ?? 15_000, ...call }: UntimedCall): Call {
    return { ...call, silenceMs };
  }

  async #counted<T extends Pick<Answer, 'status' | 'date'>>(
    verb: RequestRecord['verb'],
    type: ResourceType,
    call: () => Promise<T>,
  ): Promise<T> {
    const start = performance.now();
    const record = (status: number) =>
      this.#options.onRequest?.({
        verb,
        resource: type.plural,
        status,
        durationMs: performance.now() - start,
      });
    try {
      const answer = await call();
      record(answer.status);
      if (answer.date !== undefined) this.#options.onDate?.(answer.date, performance.now() - start);
      return answer;
    } catch (error) {
      record(error instanceof ApiError ? error.status : 0);
      throw error;
    }
  }
}

const fencedError = ({ method, path }: UntimedCall) =>
  new ApiError({
    status: 0,
    reason: 'Fenced',
    message: `${method} ${path.split('?')[0]}: not sent, another process may be leading`,
  });
