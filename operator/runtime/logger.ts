import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * JSON lines: level as a word, time as ISO 8601, errors with their cause. Written to stdout unless
 * `destination` is given.
 */
export function createLogger(level: LogLevel = 'info', destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

interface DescribedError {
  type: string;
  message: string;
  [fact: string]: unknown;
}

/** The useful parts of an error, without the megabytes that a response object can carry. */
function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const { code, status, reason } = error as { code?: unknown; status?: unknown; reason?: unknown };
  return {
    type: name,
    message,
    ...Object.fromEntries(
      Object.entries({ code, status, reason }).filter(([, fact]) => fact !== undefined),
    ),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
    ...(status === undefined ? { stack } : {}),
  };
}
