/**
 * What every expected failure of the program is thrown as: one code for programs, one message for
 * people.
 */
export class AppError extends Error {
  /** Stable identifier, snake_case, for problem documents and tests. */
  readonly code: string;
  /** HTTP status that a page or problem document answers with. */
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
