import { z } from 'zod';
import type { Command } from './types.ts';

// Output of the app's commands with --json: from another program, so parsed with care. Unknown
// fields are ignored.

/** Whether a command that exited 0 printed what the next steps need. */
export function isReadable(command: Command, result: unknown): boolean {
  switch (command) {
    case 'plan':
      return readPlanResult(result) !== undefined;
    case 'seed':
      return readSeedResult(result) !== undefined;
    case 'backup':
      return readBackupResult(result) !== undefined;
    // The ledger shows whether these succeeded.
    case 'migrate':
    case 'resync':
      return typeof result === 'object' && result !== null;
  }
}

const grade = z.enum(['none', 'safe', 'locking', 'destructive']);

const wholePlan = z.object({
  current: z.string().nullable(),
  target: z.string().nullable(),
  grade,
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  pending: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      // Empty in a plan of so many migrations that the result has no room for them.
      checksum: z.string().default(''),
      grade,
      effect: z.string().default(''),
      statements: z.array(z.object({ grade, effect: z.string().default('') })).default([]),
    }),
  ),
  schemaRange: z.object({ min: z.string(), max: z.string() }),
});

/**
 * An inconsistent plan is invalid: pending migrations end at the target, and there are none if the
 * target is not beyond the schema.
 */
const planResult = wholePlan.refine(
  ({ current, target, pending }) => isBeyond(target, current) === pending.length > 0,
);

const isBeyond = (target: string | null, current: string | null) =>
  target !== null && (current === null || target > current);

/** The result of `migrate --plan`. */
export type MigrationPlan = z.output<typeof planResult>;

const seedResult = z.object({ profile: z.string(), digest: z.string() });

const backupResult = z.object({
  file: z.string(),
  bytes: z.number(),
  tables: z.number(),
  schema: z.string(),
});

/** The report of a backup about its dump and the verification. */
export type BackupResult = z.output<typeof backupResult>;

const failedMigration = z.object({
  error: z.object({
    details: z.object({ statement: z.number(), of: z.number(), sql: z.string().optional() }),
  }),
});

/** The statement at which a migration failed, from 1. */
export const readFailedStatement = (
  result: unknown,
): { statement: number; of: number; sql?: string | undefined } | undefined =>
  failedMigration.safeParse(result).data?.error.details;

export const readBackupResult = (result: unknown): BackupResult | undefined =>
  backupResult.safeParse(result).data;

export const readPlanResult = (result: unknown): MigrationPlan | undefined =>
  planResult.safeParse(result).data;

export const readSeedResult = (result: unknown): z.output<typeof seedResult> | undefined =>
  seedResult.safeParse(result).data;
