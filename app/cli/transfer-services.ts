import { setFlagsFromString } from 'node:v8';
import { createAuditTrail } from '../audit/record.ts';
import type { ImportServices } from '../data-manager/transfer.ts';
import { createDb } from '../db/database.ts';
import { createPool } from '../db/pool.ts';
import type { CommandContext } from './commands.ts';

/** One statement takes less than a second; the limit is for a database that hangs. */
const statementTimeoutMs = 300_000;

/** What importing and exporting need, on connections of their own; `await using` closes them. */
export function transferServices(
  { config, log }: CommandContext,
  command: 'import' | 'export',
): ImportServices & AsyncDisposable {
  // Left alone, the heap grows to several times of what is in use. PostgreSQL limits the speed of
  // an import anyway; that of an export is ours, which the same would halve.
  setFlagsFromString(command === 'import' ? '--optimize-for-size' : '--semi-space-growth-factor=1');
  const pool = createPool({
    ...config.database,
    ...{ applicationName: `ahlt ${command}`, poolMax: 2, statementTimeoutMs, idleTransactionMs: 0 },
  });
  return {
    config,
    db: createDb(pool),
    audit: createAuditTrail({ sinks: config.auditSinks, environment: config.environment, log }),
    now: () => new Date(),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/**
 * Aborted by Ctrl-C and by whoever stops the process, so that a transaction is taken back instead
 * of lost.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  return stop.signal;
}

/** Shows how far something is, on one line of a terminal; nothing where nobody looks. */
export function progressLine(): { show(line: string): void; clear(): void } {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  return {
    show: (line) => void stderr.write(`\r\u001b[K   ${line}`),
    clear: () => void stderr.write('\r\u001b[K'),
  };
}

export const counted = (count: number): string => count.toLocaleString('en');
