/** A problem that a developer can solve: what happened, and what to do next. */
export class LocalFault extends Error {
  override readonly name = 'LocalFault';
  /** Lines below the list of steps; the last one says what to do next. */
  readonly advice: readonly string[];
  /** 1: failed; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(
    message: string,
    advice: readonly string[],
    options: { readonly exitCode?: 1 | 2; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.advice = advice;
    this.exitCode = options.exitCode ?? 1;
  }
}

/**
 * Whether an error is from the operating system with one of these codes (`EACCES`, `ENOENT`, …).
 */
export function isSystemError(
  error: unknown,
  ...codes: readonly string[]
): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
