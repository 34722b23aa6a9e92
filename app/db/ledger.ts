import type { ClientBase } from 'pg';
import { AppError } from '../errors.ts';
import { checksum } from './checksum.ts';
import type { Migration } from './migration.ts';

/** A migration that ran, as recorded in the database. */
export interface LedgerRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
}

/**
 * Tables that record the migrations and seeds of a database. The operator reads them with plain SQL,
 * so their shape is a contract. Both roles of a database can read them; no other role can connect.
 */
const ledgerStatements = [
  'create schema if not exists ledger',
  `create table if not exists ledger.migrations (
  id text primary key, name text not null, checksum text not null, grade text not null,
  duration_ms integer not null, app_version text not null, applied_at timestamptz not null default now())`,
  `create table if not exists ledger.seeds (
  id bigint generated always as identity primary key, profile text not null, digest text not null,
  app_version text not null, counts jsonb not null, applied_at timestamptz not null default now())`,
  `create table if not exists ledger.resyncs (
  id bigint generated always as identity primary key, graph_env text not null, generation text not null,
  nodes bigint not null, relationships bigint not null, digest text not null, verified boolean not null,
  started_at timestamptz not null, finished_at timestamptz not null, watermark bigint not null,
  deleted bigint not null default 0)`,
  'grant usage on schema ledger to public',
  'grant select on all tables in schema ledger to public',
  // The resync runs with the runtime role and records its own result.
  'grant insert on ledger.resyncs to public',
];

/** Creates the ledger if it is missing. */
export async function ensureLedger(client: ClientBase): Promise<void> {
  if (await hasLedger(client)) return;
  await client.query('begin');
  for (const statement of ledgerStatements) await client.query(statement);
  for (const role of await writers(client))
    await client.query(
      `revoke insert, update, delete on ledger.migrations, ledger.seeds from ${role}`,
    );
  await client.query('commit');
}

/**
 * Roles with write access through default privileges. Only the migrator may record what ran: the
 * runtime role must not rewrite it.
 */
async function writers(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ role: string }>(
    `select distinct a.grantee::regrole::text as role
     from pg_class c cross join aclexplode(c.relacl) a
     where c.oid in ('ledger.migrations'::regclass, 'ledger.seeds'::regclass) and a.grantee not in (0, c.relowner)`,
  );
  return rows.map(({ role }) => role);
}

/** Returns the migrations that ran, oldest first; empty for an empty database. */
export async function readMigrations(client: Pick<ClientBase, 'query'>): Promise<LedgerRow[]> {
  if (!(await hasLedger(client))) return [];
  const { rows } = await client.query<LedgerRow>(
    'select id, name, checksum, applied_at as "appliedAt" from ledger.migrations order by id',
  );
  return rows;
}

async function hasLedger(client: Pick<ClientBase, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('ledger.resyncs') is not null as exists`,
  );
  return rows[0]?.exists === true;
}

/**
 * Returns the migrations that a database lacks. Ignores recorded migrations newer than all of this
 * version's, which belong to a later version: schema-range.ts decides whether this version can
 * serve with them. Throws `migration_edited` if a migration was changed after it ran,
 * `migration_unknown` if the database has one within this version's range that this version lacks,
 * `migration_order` if one would have to run before another that already ran.
 */
export function pendingMigrations(
  known: readonly Migration[],
  ran: readonly LedgerRow[],
): readonly Migration[] {
  const byId = new Map(known.map((migration) => [migration.id, migration]));
  const newestKnown = known.at(-1)?.id ?? '';
  for (const row of ran) {
    const migration = byId.get(row.id);
    if (migration === undefined && row.id > newestKnown) continue;
    if (migration === undefined) throw unknownMigration(row, known);
    if (checksum(migration) !== row.checksum) throw edited(row, migration);
  }
  const done = new Set(ran.map(({ id }) => id));
  const newest = ran.at(-1)?.id ?? '';
  const pending = known.filter(({ id }) => !done.has(id));
  const late = pending.find(({ id }) => id < newest);
  if (late !== undefined) throw outOfOrder(late, newest);
  return pending;
}

/** The error for a recorded migration that this version lacks. */
export function unknownMigration({ id, name }: LedgerRow, known: readonly Migration[]): AppError {
  const newest = known.at(-1)?.id ?? 'none';
  return new AppError('migration_unknown', {
    message: `The database has migration ${id} (${name}), which this version doesn't bring: its newest is ${newest}. Run a version that has it.`,
    status: 409,
    details: { migration: id, newest },
  });
}

function edited(row: LedgerRow, migration: Migration): AppError {
  return new AppError('migration_edited', {
    message: `Migration ${row.id} (${migration.name}) was changed after it ran on ${row.appliedAt.toISOString().slice(0, 10)}. Put the file back as it was, and write a new migration for the change.`,
    status: 409,
    details: { migration: row.id, expected: row.checksum, found: checksum(migration) },
  });
}

function outOfOrder(late: Migration, newest: string): AppError {
  return new AppError('migration_order', {
    message: `Migration ${late.id} (${late.name}) is new, but the database is already at ${newest}. Give it the next free number.`,
    status: 409,
    details: { migration: late.id, current: newest },
  });
}
