import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checksum, planHash } from '#app/db/checksum.ts';
import { migrate } from '#app/db/migrate.ts';
import type { Migration } from '#app/db/migration.ts';
import { migrations } from '#app/db/migrations/index.ts';
import { planMigrations } from '#app/db/plan.ts';
import { createDatabase } from '#test/support/postgres.ts';

const step = (id: string, ...statements: string[]): Migration => ({
  id,
  name: `step_${id}`,
  statements,
});
const notes = step(
  '0001',
  'create table notes (id bigint generated always as identity primary key, text text)',
);

async function emptyDatabase(): Promise<string> {
  const database = await createDatabase({ from: 'empty' });
  onTestFinished(() => database[Symbol.asyncDispose]());
  return database.url;
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  return (await (await connectTo(url)).query<Row>(sql)).rows;
}

const applied = (url: string) =>
  query<{ id: string }>(url, 'select id from ledger.migrations order by id').then((rows) =>
    rows.map(({ id }) => id),
  );

test('an empty database gets every migration, and the ledger says how', async () => {
  const url = await emptyDatabase();
  const result = await migrate(url, { appVersion: '1.4.0' });
  expect(result.applied.map(({ id }) => id)).toEqual(migrations.map(({ id }) => id));
  expect(result.current).toBe(migrations.at(-1)?.id);
  const rows = await query(
    url,
    'select id, name, checksum, grade, app_version, duration_ms >= 0 as timed from ledger.migrations order by id',
  );
  expect(rows).toEqual(
    migrations.map((one) => ({
      id: one.id,
      name: one.name,
      checksum: checksum(one),
      grade: 'safe',
      app_version: '1.4.0',
      timed: true,
    })),
  );
});

test('a second run finds nothing to do', async () => {
  const url = await emptyDatabase();
  const { current } = await migrate(url);
  expect(await migrate(url)).toEqual({ current, applied: [] });
});

test('twenty that start at once run each migration exactly once', async () => {
  const url = await emptyDatabase();
  const results = await Promise.all(Array.from({ length: 20 }, () => migrate(url)));
  expect(results.flatMap((result) => result.applied.map(({ id }) => id)).sort()).toEqual(
    migrations.map(({ id }) => id),
  );
  expect(new Set(results.map(({ current }) => current)).size).toBe(1);
});

test('a failed statement rolls back its whole migration, and is named', async () => {
  const url = await emptyDatabase();
  const broken = step(
    '0002',
    'alter table notes add column author bigint',
    'alter table notes add column author bigint',
    'select 1',
  );
  await expect(migrate(url, { migrations: [notes, broken] })).rejects.toMatchObject({
    code: 'migration_failed',
    message: '0002 failed: column "author" of relation "notes" already exists',
    details: {
      migration: '0002',
      statement: 2,
      of: 3,
      kept: 0,
      current: '0001',
      sqlstate: '42701',
      sql: broken.statements[1],
    },
  });
  expect(await applied(url)).toEqual(['0001']);
  expect(
    await query(
      url,
      "select column_name from information_schema.columns where table_name = 'notes'",
    ),
  ).toHaveLength(2);
  const mended = step('0002', 'alter table notes add column author bigint');
  expect((await migrate(url, { migrations: [notes, mended] })).current).toBe('0002');
});

test('invalid SQL anywhere in the plan stops it before the first statement', async () => {
  const url = await emptyDatabase();
  await expect(
    migrate(url, { migrations: [notes, step('0002', 'creat table x ()')] }),
  ).rejects.toMatchObject({ code: 'migration_failed' });
  expect(await applied(url)).toEqual([]);
});

test('a connection that is cut in the middle leaves nothing behind, and the next run succeeds', async () => {
  const url = await emptyDatabase();
  const slow = step('0002', 'create table half ()', 'select pg_sleep(30)');
  // Expected before it happens: the migration fails while the poll below is still answering.
  const cut = expect(migrate(url, { migrations: [notes, slow] })).rejects.toMatchObject({
    code: 'database_unreachable',
    status: 503,
  });
  const admin = await connectTo(url);
  await expect
    .poll(
      async () =>
        (
          await admin.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)' and pid <> pg_backend_pid() and datname = current_database()",
          )
        ).rowCount,
    )
    .toBe(1);
  await cut;
  expect(await applied(url)).toEqual(['0001']);
  expect(
    (await migrate(url, { migrations: [notes, step('0002', 'create table half ()')] })).current,
  ).toBe('0002');
});

test('a process that waits too long for the lock reports who holds it', async () => {
  const url = await emptyDatabase();
  const holder = await connectTo(url);
  await holder.query('select pg_advisory_lock($1)', [0x61_68_6c_74]);
  await expect(migrate(url, { lockTimeoutMs: 300 })).rejects.toMatchObject({
    code: 'migration_locked',
    message: expect.stringMatching(
      /^Another process is migrating this database; waited 0 s for it\. Process \d+ .* has it since .*Z\. Try again\.$/,
    ),
  });
  await holder.query('select pg_advisory_unlock_all()');
  expect((await migrate(url, { lockTimeoutMs: 300 })).current).toBe(migrations.at(-1)?.id);
});

test('waiting for a table in use is limited, because all others would wait behind it', async () => {
  const url = await emptyDatabase();
  await migrate(url, { migrations: [notes] });
  const reader = await connectTo(url);
  await reader.query('begin');
  await reader.query('select * from notes');
  const alter = step('0002', 'alter table notes add column author bigint');
  await expect(
    migrate(url, { migrations: [notes, alter], tableTimeoutMs: 200 }),
  ).rejects.toMatchObject({ code: 'table_locked' });
  await reader.query('commit');
  expect((await migrate(url, { migrations: [notes, alter] })).current).toBe('0002');
});

test.each([
  ['edited', [step('0001', 'create table other ()')], 'migration_edited'],
  ['unknown', [notes, step('0003', 'select 1')], 'migration_unknown'],
])('a migration that is %s stops everything', async (_, list, code) => {
  const url = await emptyDatabase();
  await migrate(url, { migrations: [notes, step('0002', 'select 2')] });
  await expect(migrate(url, { migrations: list })).rejects.toMatchObject({ code });
  await expect(planMigrations(url, { migrations: list })).rejects.toMatchObject({ code });
});

test('a newer schema is left as it is where this version serves on it; anywhere else it needs a later version', async () => {
  const url = await emptyDatabase();
  await migrate(url, { migrations: [notes, step('0002', 'select 2')] });
  expect(await planMigrations(url, { migrations: [notes] })).toMatchObject({
    current: '0002',
    target: '0001',
    pending: [],
    grade: 'none',
  });
  expect(await migrate(url, { migrations: [notes] })).toEqual({ current: '0002', applied: [] });
  await migrate(url, { migrations: [notes, step('0002', 'select 2'), step('0003', 'select 3')] });
  expect(await planMigrations(url, { migrations: [notes] })).toMatchObject({
    current: '0003',
    schemaRange: { max: '0002' },
  });
  await expect(migrate(url, { migrations: [notes] })).rejects.toMatchObject({
    code: 'migration_unknown',
  });
});

describe('a statement that refuses transactions', () => {
  const index: Migration = {
    ...step('0002', 'create index concurrently if not exists notes_text on notes (text)'),
    outsideTransaction: true,
  };

  test('runs by itself, also while others wait for the lock', async () => {
    const url = await emptyDatabase();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => migrate(url, { migrations: [notes, index] })),
    );
    expect(results.flatMap((result) => result.applied)).toHaveLength(2);
    expect(
      await query(url, "select indisvalid from pg_index where indexrelid = 'notes_text'::regclass"),
    ).toEqual([{ indisvalid: true }]);
  });

  test('is built again when an attempt left it half done', async () => {
    const url = await emptyDatabase();
    await migrate(url, { migrations: [notes] });
    const client = await connectTo(url);
    await client.query("insert into notes (text) values ('same'), ('same')");
    await expect(
      client.query('create unique index concurrently notes_text on notes (text)'),
    ).rejects.toThrow(/could not create unique index/);
    await migrate(url, { migrations: [notes, index] });
    expect(
      await query(
        url,
        "select indisvalid, indisunique from pg_index where indexrelid = 'notes_text'::regclass",
      ),
    ).toEqual([{ indisvalid: true, indisunique: false }]);
  });
});

describe('a plan', () => {
  test('reports the next run, and changes nothing', async () => {
    const url = await emptyDatabase();
    await migrate(url, { migrations: [notes] });
    const drop = step('0002', 'alter table notes drop column text');
    const plan = await planMigrations(url, { migrations: [notes, drop] });
    expect(plan).toEqual({
      current: '0001',
      target: '0002',
      pending: [
        {
          id: '0002',
          name: 'step_0002',
          checksum: checksum(drop),
          grade: 'destructive',
          effect: 'drops column notes.text',
          statements: [
            { sql: drop.statements[0], grade: 'destructive', effect: 'drops column notes.text' },
          ],
        },
      ],
      grade: 'destructive',
      hash: planHash([{ id: drop.id, name: drop.name, checksum: checksum(drop) }]),
      schemaRange: { min: '0002', max: '0003' },
    });
    expect(await applied(url)).toEqual(['0001']);
    const result = await migrate(url, { migrations: [notes, drop] });
    expect(result.applied.map(({ id }) => id)).toEqual(plan.pending.map(({ id }) => id));
  });

  test('of an empty database starts from nothing and leaves it empty', async () => {
    const url = await emptyDatabase();
    expect(await planMigrations(url)).toMatchObject({ current: null, grade: 'safe' });
    expect(await query(url, "select nspname from pg_namespace where nspname = 'ledger'")).toEqual(
      [],
    );
  });

  test('of a database that has all is empty', async () => {
    const url = await emptyDatabase();
    await migrate(url);
    expect(await planMigrations(url)).toMatchObject({ pending: [], grade: 'none' });
  });
});
