import { z } from 'zod';
import type { Command } from './types.ts';

// What the app's commands print with --json: written by another program, so read with care. Unknown
// fields are left alone.

/** Whether a command that exited 0 printed what the next steps need of it. */
export function isReadable(command: Command, result: unknown): boolean {
  switch (command) {
    case 'plan':
      return readPlanResult(result) !== undefined;
    case 'seed':
      return readSeedResult(result) !== undefined;
    case 'backup':
      return readBackupResult(result) !== undefined;
    // Whether these did their work is asked of the ledger.
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
      checksum: z.string(),
      grade,
      effect: z.string().default(''),
      statements: z.array(z.object({ grade, effect: z.string().default('') })).default([]),
    }),
  ),
  schemaRange: z.object({ min: z.string(), max: z.string() }),
});

/**
 * An inconsistent plan is invalid: pending migrations end at the target, and there are none without
 * a target beyond the schema.
 */
const planResult = wholePlan.refine(
  ({ current, target, pending }) => isBeyond(target, current) === pending.length > 0,
);

const isBeyond = (target: string | null, current: string | null) =>
  target !== null && (current === null || target > current);

/** What `migrate --plan` says would run. */
export type MigrationPlan = z.output<typeof planResult>;

const seedResult = z.object({ profile: z.string(), digest: z.string() });

const backupResult = z.object({
  file: z.string(),
  bytes: z.number(),
  tables: z.number(),
  schema: z.string(),
});

/** What a backup says of the dump that it made and tried. */
export type BackupResult = z.output<typeof backupResult>;

const failedMigration = z.object({
  error: z.object({
    details: z.object({ statement: z.number(), of: z.number(), sql: z.string().optional() }),
  }),
});

/** Which statement of its migration `migrate` failed at, counted from 1. */
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
