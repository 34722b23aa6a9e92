import { checksum, planHash } from './checksum.ts';
import { connect, type SslMode } from './connection.ts';
import { type GradedStatement, gradeMigrations, planGrade } from './grade.ts';
import type { Grade } from './grading/verdict.ts';
import { pendingMigrations, readMigrations } from './ledger.ts';
import type { Migration } from './migration.ts';
import { migrations as ownMigrations } from './migrations/index.ts';
import { type SchemaRange, schemaRange } from './schema-range.ts';

export interface PendingMigration {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly grade: Grade;
  /** Effects of the statements with the highest grade: "drops column relations.weight". */
  readonly effect: string;
  readonly statements: readonly GradedStatement[];
}

/** The result of `migrate --plan`. Operator and merge requests read it: its shape is a contract. */
export interface MigrationPlan {
  /**
   * Newest migration in the database, possibly of a later version; `null` for an empty database.
   */
  readonly current: string | null;
  /** Newest migration of this version. */
  readonly target: string | null;
  readonly pending: readonly PendingMigration[];
  readonly grade: Grade | 'none';
  /**
   * The hash that an approval is bound to: depends only on the names and checksums of `pending`.
   */
  readonly hash: string;
  /** Schemas that this version can serve. */
  readonly schemaRange: SchemaRange;
}

/**
 * Returns what `migrate` would do to the database at `url`, over a read-only connection. For a
 * newer schema nothing is pending; the range tells whether this version can serve it. Otherwise
 * throws like `migrate`.
 */
export async function planMigrations(
  url: string,
  {
    ssl = 'disable',
    migrations = ownMigrations,
  }: { ssl?: SslMode; migrations?: readonly Migration[] } = {},
): Promise<MigrationPlan> {
  await using client = await connect({ url, ssl, applicationName: 'ahlt migrate --plan' });
  await client.query('set default_transaction_read_only = on');
  const ran = await readMigrations(client);
  const pending = await describe(pendingMigrations(migrations, ran));
  return {
    current: ran.at(-1)?.id ?? null,
    target: migrations.at(-1)?.id ?? null,
    pending,
    grade: planGrade(pending),
    hash: planHash(pending),
    schemaRange: schemaRange(migrations),
  };
}

async function describe(migrations: readonly Migration[]): Promise<PendingMigration[]> {
  const graded = await gradeMigrations(migrations);
  return migrations.flatMap((migration, index) => {
    const verdict = graded[index];
    return verdict === undefined
      ? []
      : [{ id: migration.id, name: migration.name, checksum: checksum(migration), ...verdict }];
  });
}
