/** The error class of all expected failures: one code for programs, one message for users. */
export class AppError extends Error {
  /** Stable identifier, snake_case, for problem documents and tests. */
  readonly code: string;
  /** HTTP status of the error page or problem document. */
  readonly status: number;
  /** Facts for the log and for programs; never secrets. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    options: {
      message: string;
      status?: number;
      details?: Record<string, unknown>;
      cause?: unknown;
    },
  ) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? 500;
    this.details = options.details ?? {};
  }
}
