/** The API server's own words for a refusal (`Status.reason`), plus what a connection can do. */
export interface ApiErrorFacts {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /**
   * e.g. `NotFound`, `Conflict`, `Expired`; `ConnectionFailed`, `DeadlineExceeded`, `BrokenStream`
   * when no Status came.
   */
  readonly reason: string;
  readonly message: string;
  /** The server's `Retry-After` in milliseconds. */
  readonly retryAfterMs?: number;
  /** The `Status` document, if one came. */
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

  /** 410: the resource version is too old, only a new list helps. */
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

  /** No answer, 429 or 5xx: the same call may well work in a moment. */
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
 * Makes the error of an answer that is not 2xx. `text` may be a Status document, a proxy's page or
 * nothing.
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

/** Makes the error of a `Status` object that came as an ERROR event in a watch. */
export function apiErrorOfStatus(object: unknown, call: string): ApiError {
  const code = isRecord(object) && typeof object['code'] === 'number' ? object['code'] : 500;
  return apiErrorOf(code, JSON.stringify(object), call);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Seconds in the header win over the body; HTTP dates are not used by Kubernetes. */
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
