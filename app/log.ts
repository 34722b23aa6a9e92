import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/**
 * Writes JSON lines. The server's go to stdout; a command's go to stderr, because its stdout is its
 * result. What could be a secret is left out wherever it turns up.
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
