import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/** The log of background work. */
export type WorkLog = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>
>;

/**
 * Writes JSON lines: to stdout for the server, to stderr for commands, whose stdout is their
 * result. Possible secrets are redacted everywhere.
 */
export function createLog({
  level,
  to,
}: {
  level: LogLevel | 'silent';
  to: 'stdout' | 'stderr';
}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['*.password', '*.authorization', '*.cookie', '*.url', 'password'],
        censor: '•••',
      },
    },
    to === 'stdout' ? process.stdout : process.stderr,
  );
}
