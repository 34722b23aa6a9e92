import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#app/db/migrate.ts';
import { planMigrations } from '#app/db/plan.ts';
import { createPool } from '#app/db/pool.ts';
import { readLedgerState } from '#app/status/index.ts';
import {
  databaseUrl,
  dropDatabase,
  provideDatabase,
  runtimeRole,
} from '#operator/clients/postgres.ts';
import { adminUrl } from '#test/support/postgres.ts';

const name = `roles_${randomBytes(6).toString('hex')}`;
const owner = `test/${name}`;
const urlOf = (user: string, password: string) =>
  databaseUrl(adminUrl(), { user, password, database: name });
const migrator = urlOf.bind(null, name, 'migrator-password');
const runtime = urlOf.bind(null, runtimeRole(name), 'runtime-password');

beforeAll(async () => {
  await provideDatabase(adminUrl(), {
    name,
    owner,
    migratorPassword: 'migrator-password',
    runtimePassword: 'runtime-password',
  });
  await migrate(migrator());
});
afterAll(() => dropDatabase(adminUrl(), { name, owner }));

async function asRuntime(sql: string) {
  const client = new Client({ connectionString: runtime() });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test.each([
  ['read the ledger', 'select * from ledger.migrations'],
  [
    'note a resync',
    "insert into ledger.resyncs (graph_env, generation, nodes, relationships, digest, verified, started_at, finished_at, watermark) values ('test', 'g', 0, 0, '', true, now(), now(), 0)",
  ],
  [
    'write to the store, whose triggers write to the outbox',
    "insert into entities (entity_type, name, label) values ('tor', 'a', 'A')",
  ],
  ['forget changes that the graph has', 'delete from graph_outbox'],
  [
    'queue and take jobs',
    `insert into jobs (kind, max_attempts, due_at, created_at) values ('test', 1, now(), now());
     update jobs set state = 'running'; delete from jobs`,
  ],
  [
    'say what happened, and forget it',
    `insert into domain_events (action, actor_name, audience) values ('test', 'x', 'permitted');
     delete from domain_events`,
  ],
])('the role that serves may %s', async (_, sql) => {
  await expect(asRuntime(sql)).resolves.toBeDefined();
});

test.each([
  [
    'say that a migration ran',
    "insert into ledger.migrations values ('9999', 'x', 'x', 'safe', 1, 'x', now())",
  ],
  ['rewrite what ran', "update ledger.migrations set checksum = 'x'"],
  ['forget a seed', 'delete from ledger.seeds'],
  ['change the schema', 'alter table entities drop column label'],
  ['make a table', 'create table mine ()'],
  ['empty a table', 'truncate entities cascade'],
  ['rewrite what happened', "update domain_events set action = 'test'"],
  ['switch the outbox off', 'alter table entities disable trigger all'],
])('the role that serves may not %s', async (_, sql) => {
  await expect(asRuntime(sql)).rejects.toMatchObject({ code: '42501' });
});

test('the role that serves sees where the database stands, and a plan needs no more', async () => {
  await using pool = createPool({ url: runtime(), applicationName: 'test' });
  const { schema } = await readLedgerState(pool, 'test');
  expect(schema).toMatch(/^\d{4}$/);
  expect(await planMigrations(runtime())).toMatchObject({ current: schema, grade: 'none' });
});
