import { setFlagsFromString } from 'node:v8';
import { createAuditTrail } from '../audit/record.ts';
import type { ImportServices } from '../data-manager/transfer.ts';
import { createDb } from '../db/database.ts';
import { createPool } from '../db/pool.ts';
import { declaredConstraints } from '../declared-constraints.ts';
import type { CommandContext } from './commands.ts';

/** A statement takes less than a second; the limit only catches a database that hangs. */
const statementTimeoutMs = 300_000;

/** Services for importing and exporting, over their own connections; `await using` closes them. */
export function transferServices(
  { config, log }: CommandContext,
  command: 'import' | 'export',
): ImportServices & AsyncDisposable {
  // By default the heap grows to several times the used memory. The database limits the speed of an
  // import anyway; an export would take twice as long with this option.
  setFlagsFromString(command === 'import' ? '--optimize-for-size' : '--semi-space-growth-factor=1');
  const pool = createPool({
    ...config.database,
    ...{ applicationName: `ahlt ${command}`, poolMax: 2, statementTimeoutMs, idleTransactionMs: 0 },
  });
  return {
    config,
    db: createDb(pool),
    audit: createAuditTrail({ sinks: config.auditSinks, environment: config.environment, log }),
    constraints: declaredConstraints,
    now: () => new Date(),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/** Aborts on Ctrl-C or a stop of the process, so that the transaction is rolled back properly. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  return stop.signal;
}

/** Shows progress on one line of a terminal; does nothing without a terminal. */
export function progressLine(): { show(line: string): void; clear(): void } {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  return {
    show: (line) => void stderr.write(`\r\u001b[K   ${line}`),
    clear: () => void stderr.write('\r\u001b[K'),
  };
}

export const counted = (count: number): string => count.toLocaleString('en');
