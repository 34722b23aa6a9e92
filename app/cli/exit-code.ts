import { AppError } from '../errors.ts';

/** Exit codes of commands; the operator decides by them whether to retry. */
export const exitCode = { done: 0, failed: 1, usage: 2, temporary: 3 } as const;

/** Errors with transient causes: the same command may succeed later. */
const temporary = new Set([
  'database_unreachable',
  'migration_locked',
  'table_locked',
  'graph_unreachable',
  'resync_running',
  'seed_locked',
  'import_interrupted',
]);
const usage = new Set(['usage', 'configuration']);

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return exitCode.failed;
  if (usage.has(error.code)) return exitCode.usage;
  return temporary.has(error.code) ? exitCode.temporary : exitCode.failed;
}
