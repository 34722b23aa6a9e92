import { type ClientBase, DatabaseError, escapeIdentifier } from 'pg';
import { AppError } from '../errors.ts';
import { checksum } from './checksum.ts';
import { connect, isConnectionLoss, type SslMode } from './connection.ts';
import { gradeMigrations } from './grade.ts';
import {
  ensureLedger,
  type LedgerRow,
  pendingMigrations,
  readMigrations,
  unknownMigration,
} from './ledger.ts';
import { releaseMigrationLock, takeMigrationLock } from './lock.ts';
import type { Migration } from './migration.ts';
import { migrations as ownMigrations } from './migrations/index.ts';
import { isInside, schemaRange } from './schema-range.ts';

export interface MigrateOptions {
  /** @default the migrations of this version */
  readonly migrations?: readonly Migration[];
  /** App version recorded in the ledger. @default 'development' */
  readonly appVersion?: string;
  /** Time to wait while another process migrates, in milliseconds. @default 60,000 */
  readonly lockTimeoutMs?: number;
  /**
   * Time that one statement may wait for a table lock, in milliseconds; a longer wait would block
   * every query behind it. @default 10,000
   */
  readonly tableTimeoutMs?: number;
  /** @default 'disable' */
  readonly ssl?: SslMode;
  /** Called for each step. */
  readonly log?: (message: string, details: Record<string, unknown>) => void;
}

export interface AppliedMigration {
  readonly id: string;
  readonly name: string;
  readonly durationMs: number;
}

export interface MigrateResult {
  /** Newest migration in the database, `null` if there is none. */
  readonly current: string | null;
  /** Migrations that this call applied; empty if none was pending. */
  readonly applied: readonly AppliedMigration[];
}

/**
 * Migrates the database at `url` to the newest schema. Each migration is one transaction with its
 * ledger row, so it is applied completely or not at all. Concurrent calls are safe: one migrates,
 * the others find nothing pending. A newer schema that this version can serve is left unchanged.
 * Throws `migration_failed` with the statement that failed, `migration_locked`, `migration_edited`,
 * `migration_unknown`, `database_unreachable`.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<MigrateResult> {
  const {
    migrations = ownMigrations,
    lockTimeoutMs = 60_000,
    tableTimeoutMs = 10_000,
    ssl = 'disable',
    log = () => undefined,
  } = options;
  await using client = await connect({ url, ssl, applicationName: 'ahlt migrate' });
  await client.query('set statement_timeout = 0');
  // The server may continue the statement of a killed migrator and keep its lock meanwhile. This
  // check is not available on Windows.
  await client.query("set client_connection_check_interval = '2s'").catch(() => undefined);
  await takeMigrationLock(client, lockTimeoutMs);
  await ensureLedger(client);
  await client.query(`set lock_timeout = ${tableTimeoutMs}`);
  const ran = await readMigrations(client);
  const pending = pendingMigrations(migrations, ran);
  refuseNewer(migrations, ran);
  const grades = await gradeMigrations(pending);
  const applied: AppliedMigration[] = [];
  for (const [index, migration] of pending.entries()) {
    const started = performance.now();
    const step = {
      migration,
      grade: grades[index]?.grade ?? 'locking',
      appVersion: options.appVersion ?? 'development',
      started,
      current: applied.at(-1)?.id ?? ran.at(-1)?.id ?? null,
    };
    await (migration.outsideTransaction ? applyStepwise(client, step) : applyAtOnce(client, step));
    const done = {
      id: migration.id,
      name: migration.name,
      durationMs: Math.round(performance.now() - started),
    };
    log(`migrated to ${migration.id}`, done);
    applied.push(done);
  }
  await releaseMigrationLock(client);
  return { current: pending.at(-1)?.id ?? ran.at(-1)?.id ?? null, applied };
}

/** Accepts a newer schema that this version can serve; any other belongs to another version. */
function refuseNewer(known: readonly Migration[], ran: readonly LedgerRow[]): void {
  const newest = ran.at(-1);
  if (
    newest === undefined ||
    newest.id <= (known.at(-1)?.id ?? '') ||
    isInside(newest.id, schemaRange(known))
  )
    return;
  throw unknownMigration(newest, known);
}

interface Step {
  readonly migration: Migration;
  readonly grade: string;
  readonly appVersion: string;
  /** `performance.now()` at the start. */
  readonly started: number;
  /** The newest migration before this step. */
  readonly current: string | null;
}

async function applyAtOnce(client: ClientBase, step: Step): Promise<void> {
  await client.query('begin');
  try {
    await runStatements(client, step);
    await note(client, step);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Each statement commits separately, so a failed attempt may have left an invalid index, which is
 * dropped and built again.
 */
async function applyStepwise(client: ClientBase, step: Step): Promise<void> {
  await dropInvalidIndexes(client);
  await runStatements(client, step);
  await note(client, step);
}

async function dropInvalidIndexes(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name
     from pg_index i join pg_class c on c.oid = i.indrelid
     where not i.indisvalid and c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  );
  for (const { name } of rows) await client.query(`drop index concurrently if exists ${name}`);
}

async function runStatements(client: ClientBase, { migration, current }: Step): Promise<void> {
  const runtime = await runtimeRole(client);
  for (const [index, statement] of migration.statements.entries()) {
    const sql = forRuntime(statement, runtime);
    if (sql === undefined) continue;
    try {
      await client.query(sql);
    } catch (cause) {
      throw failure(cause, { migration, current, sql, statement: index + 1 });
    }
  }
}

/**
 * Name of the runtime role, if the database has one: `<database>_app` (created by
 * operator/clients/postgres.ts).
 */
async function runtimeRole(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = current_database() || '_app'`,
  );
  return rows[0]?.rolname;
}

/**
 * Replaces `"<runtime>"` in a statement with the runtime role; drops the statement if one role does
 * everything.
 */
function forRuntime(statement: string, runtime: string | undefined): string | undefined {
  if (!statement.includes('"<runtime>"')) return statement;
  return runtime === undefined
    ? undefined
    : statement.replaceAll('"<runtime>"', escapeIdentifier(runtime));
}

async function note(
  client: ClientBase,
  { migration, grade, appVersion, started }: Step,
): Promise<void> {
  await client.query(
    'insert into ledger.migrations (id, name, checksum, grade, duration_ms, app_version) values ($1, $2, $3, $4, $5, $6)',
    [
      migration.id,
      migration.name,
      checksum(migration),
      grade,
      Math.round(performance.now() - started),
      appVersion,
    ],
  );
}

interface FailedStatement extends Pick<Step, 'migration' | 'current'> {
  readonly sql: string;
  /** From 1. */
  readonly statement: number;
}

function failure(
  cause: unknown,
  { migration, current, sql, statement }: FailedStatement,
): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const details = {
    migration: migration.id,
    name: migration.name,
    statement,
    of: migration.statements.length,
    sql,
    current,
    kept: migration.outsideTransaction ? statement - 1 : 0,
    ...(cause instanceof DatabaseError && cause.code !== undefined ? { sqlstate: cause.code } : {}),
  };
  if (isConnectionLoss(cause)) {
    const lost = `The connection was lost during ${migration.id}: ${message}`;
    return new AppError('database_unreachable', { message: lost, status: 503, details, cause });
  }
  // 55P03: the table lock was held longer than the timeout.
  if (details.sqlstate === '55P03') {
    const busy = `${migration.id} could not get its table within the time limit: ${message}`;
    return new AppError('table_locked', { message: busy, status: 503, details, cause });
  }
  return new AppError('migration_failed', {
    message: `${migration.id} failed: ${message}`,
    details,
    cause,
  });
}
