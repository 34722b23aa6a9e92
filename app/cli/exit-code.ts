import { AppError } from '../errors.ts';

/** How a command ends; the operator decides by it whether to try again. */
export const exitCode = { done: 0, failed: 1, usage: 2, temporary: 3 } as const;

/** Errors whose cause passes by itself: the same command may succeed later. */
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
