import type { MigrateResult } from '../db/migrate.ts';
import type { MigrationPlan } from '../db/plan.ts';
import { AppError } from '../errors.ts';

/** Output of a finished `migrate`. */
export function migrationLines({ current, applied }: MigrateResult): string[] {
  if (applied.length === 0)
    return [` – migrate   nothing to do, the database is at ${current ?? 'no schema yet'}`];
  return [
    ...applied.map(({ id, name, durationMs }) => ` ✓ ${id}   ${name}   ${durationMs} ms`),
    '',
    `   The database is at ${current}.`,
  ];
}

/** Output of a plan: what would run, its grade, and what to approve. */
export function planLines({
  current,
  target,
  pending,
  grade,
  hash,
  schemaRange: { min, max },
}: MigrationPlan): string[] {
  if (target !== null && current !== null && current > target)
    return [
      `Nothing to do: the database is at ${current}. This version provides ${target} and supports ${min} to ${max}.`,
    ];
  if (pending.length === 0) return [`Nothing to do: the database is at ${current}.`];
  const width = Math.max(...pending.map(({ name }) => name.length));
  return [
    `${current ?? 'empty'} → ${target}: ${pending.length} ${pending.length === 1 ? 'migration' : 'migrations'}, ${grade}`,
    '',
    ...pending.map(
      (one) => ` ${one.id}  ${one.name.padEnd(width)}  ${one.grade.padEnd(11)}  ${one.effect}`,
    ),
    '',
    ` ${hash}`,
  ];
}

/**
 * Output below the message of a failed migration: the statement, the migrations kept, and the state
 * of the database.
 */
export function failureLines(error: unknown): string[] {
  if (!(error instanceof AppError) || error.details['statement'] === undefined) return [];
  const { migration, name, statement, of, current, kept } = error.details;
  const rest =
    kept === 0 ? `${migration} was rolled back` : `its first ${kept} statements were applied`;
  return [
    `Statement ${statement} of ${of} in ${migration}_${name}.ts; ${rest}, the database is at ${current ?? 'no schema yet'}.`,
  ];
}
