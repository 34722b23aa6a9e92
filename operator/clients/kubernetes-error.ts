/**
 * The API server's reason for a refusal (`Status.reason`), plus reasons for connection failures.
 */
export interface ApiErrorFacts {
  /** HTTP status; 0 without a response. */
  readonly status: number;
  /**
   * e.g. `NotFound`, `Conflict`, `Expired`; `ConnectionFailed`, `DeadlineExceeded`, `BrokenStream`
   * without a Status.
   */
  readonly reason: string;
  readonly message: string;
  /** The server's `Retry-After` in milliseconds. */
  readonly retryAfterMs?: number;
  /** The `Status` document, if any. */
  readonly body?: unknown;
  readonly cause?: unknown;
}

/** Every failure of a Kubernetes call. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
  readonly body: unknown;

  constructor({ status, reason, message, retryAfterMs, body, cause }: ApiErrorFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.body = body;
  }

  /** 410: the resource version is too old; list again. */
  get isGone(): boolean {
    return this.status === 410 || this.reason === 'Expired' || this.reason === 'Gone';
  }

  get isNotFound(): boolean {
    return this.status === 404;
  }

  /** 409: another client changed it first (`Conflict`), or it exists (`AlreadyExists`). */
  get isConflict(): boolean {
    return this.status === 409;
  }

  /** No response, 429 or 5xx: a retry may succeed. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface StatusDocument {
  kind?: unknown;
  code?: unknown;
  reason?: unknown;
  message?: unknown;
  details?: { retryAfterSeconds?: unknown };
}

const reasons: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/**
 * Creates the error of a response that is not 2xx. `text` may be a Status document, a proxy's page
 * or empty.
 */
export function apiErrorOf(
  status: number,
  text: string,
  call: string,
  retryAfter?: string,
): ApiError {
  const body = parsed(text);
  const document: StatusDocument = isRecord(body) && body['kind'] === 'Status' ? body : {};
  const retryAfterMs = retryAfterOf(retryAfter, document);
  return new ApiError({
    status,
    reason:
      typeof document.reason === 'string' && document.reason
        ? document.reason
        : (reasons[status] ?? `Http${status}`),
    message: `${call}: ${typeof document.message === 'string' ? document.message : text.trim().slice(0, 300) || `HTTP ${status}`}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    body,
  });
}

/** Creates the error of a `Status` object from an ERROR event of a watch. */
export function apiErrorOfStatus(object: unknown, call: string): ApiError {
  const code = isRecord(object) && typeof object['code'] === 'number' ? object['code'] : 500;
  return apiErrorOf(code, JSON.stringify(object), call);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The header, in seconds, takes precedence over the body; Kubernetes does not use HTTP dates. */
function retryAfterOf(header: string | undefined, { details }: StatusDocument): number | undefined {
  const seconds = header === undefined ? details?.retryAfterSeconds : Number(header);
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1000
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
