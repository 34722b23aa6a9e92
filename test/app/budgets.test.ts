import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillWorld } from '#test/bench/entities.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { walk } from '#test/support/route-walk.ts';

/** Design 8: of a page, whatever it shows and however much there is. */
const [mostStatements, mostRows] = [3, 500];

/** Ids in addresses belong to something of the address's own kind. */
const kindOf = (path: string): string =>
  path.startsWith('/roles')
    ? 'role'
    : path.startsWith('/menu-builder')
      ? 'nav_item'
      : path.startsWith('/users')
        ? 'user'
        : path.startsWith('/ontology')
          ? 'tor'
          : 'none';

/** Answers of any length, and some that take a token: no pages. */
const isForPrograms = (path: string): boolean => /^\/api\/(v\d|data)\//.test(path);

/** What its page needs beside the id in its path. */
const queries: Readonly<Record<string, (ids: ReadonlyMap<string, string>) => string>> = {
  '/roles/add': (ids) => `?role_id=${ids.get('role')}`,
  '/roles/candidates': (ids) => `?role_id=${ids.get('role')}&q=ada`,
  '/roles/preview': (ids) => `?user_id=${ids.get('user')}`,
  '/api/roles/preview': (ids) => `?user_id=${ids.get('user')}`,
  '/search': () => '?q=ada',
  '/ontology/data/:id/relations': () => '?type=belongs_to_tor&direction=in',
  '/ontology/data/:id/candidates': () => '?relation=feeds_into&direction=out&q=board',
};

let database: TestDatabase;
let app: AppServer;
let admin: AppClient;
let ids: ReadonlyMap<string, string>;

beforeAll(async () => {
  database = await createDatabase({ from: 'demo' });
  await fillWorld(database.url, 's', 1);
  // A thousand rows are read faster without an index, and joined by reading all of them: what is left although it is dear is what no
  // index spares, as among a million.
  const client = new Client({ connectionString: database.url });
  await client.connect();
  for (const way of ['seqscan', 'hashjoin', 'mergejoin']) await client.query(`alter database ${database.name} set enable_${way} = off`);
  await client.end();
  // One connection: its statistics are all that there are.
  app = await startAppServer({ url: database.url, environment: { DATABASE_POOL_MAX: '1' } });
  admin = await app.signIn('admin');
  const { rows } = await app.services.pool.query<{ type: string; id: string }>(
    'select entity_type as type, max(id) as id from entities where id <> $1 group by 1',
    [admin.userId],
  );
  ids = new Map(rows.map(({ type, id }) => [type, id]));
}, 60_000);

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

test(`design 8: every page of the route table costs at most ${mostStatements} statements and ${mostRows} rows`, async () => {
  const lines = walk(app, '0').filter(({ method, isMount, policy }) => method === 'GET' && !isMount && policy.kind !== 'open');
  const costs: Record<string, unknown> = {};
  for (const { path } of lines.filter(({ path }) => !path.endsWith('.csv') && !isForPrograms(path))) {
    const id = ids.get(kindOf(path)) ?? '0';
    const address = path.replaceAll(/:\w+\(text\)/g, 'text').replaceAll(/:\w+/g, id) + (queries[path]?.(ids) ?? '');
    // Once before: the first reader of the log leaves a line in it.
    await admin.get(address);
    const before = { ...app.queries };
    const { status } = await admin.get(address);
    const cost = { status, statements: app.queries.statements - before.statements, rows: app.queries.rows - before.rows };
    if ((status >= 400 && !path.includes('/avatar/')) || cost.statements > mostStatements || cost.rows > mostRows) costs[path] = cost;
  }
  expect(lines.length).toBeGreaterThan(15);
  expect(costs).toEqual({});
});

describe('a filled database is read through its indices', () => {
  const filter = encodeURIComponent(JSON.stringify({ logic: 'and', conditions: [{ field: 'role', op: 'is', value: 'editor' }] }));

  test.each([
    '/users',
    '/users?page=4',
    '/users?sort=email&dir=desc',
    '/users?sort=created_at&dir=asc',
    `/users?filter=${filter}`,
    '/audit',
    '/audit?before=500',
    '/audit?outcome=refused',
  ])('%s', async (address) => {
    const scans = await scansDuring(async () => expect((await admin.get(address)).status).toBe(200));
    expect(scans).toEqual([]);
  });
});

/** Of the pages that are opened most, as far as a thousand entities tell; `npm run bench -- pages` tells it of a million. */
describe(`design 8: at most ${mostRows} rows are looked at`, () => {
  const filtered = (field: string, value: string) =>
    `/users?filter=${encodeURIComponent(JSON.stringify({ logic: 'and', conditions: [{ field, op: 'is', value }] }))}`;

  test.each([
    '/users',
    '/users?page=4',
    '/users?sort=created_at&dir=asc',
    '/users?q=nobody',
    filtered('role', 'editor'),
    filtered('status', 'inactive'),
    filtered('access', 'administrator'),
    filtered('access', 'none'),
    '/users/:user/edit',
    '/roles/preview?user_id=:user',
    '/roles/builder/:role/edit',
    '/search?q=grace%20ho',
    '/audit',
    '/audit?before=500',
    '/dashboard',
  ])('%s', async (path) => {
    const address = path.replace(/:(\w+)/, (_, type: string) => ids.get(type) ?? '0');
    expect(await costOf(address)).toBeLessThanOrEqual(mostRows);
  });
});

describe(`design 8: at most ${mostRows} rows are looked at for words that thousands have`, () => {
  beforeAll(async () => {
    const { pool } = app.services;
    await pool.query(
      `insert into entities (entity_type, name, label) select 'user', 'crowd_' || n, 'Nora Quimby' from generate_series(1, 20000) n`,
    );
    await pool.query(
      `insert into entity_properties (entity_id, key, value) select id, 'email', 'post.' || id || '@example.com' from entities where name like 'crowd\\_%'`,
    );
    await pool.query('select kept_figures_rebuild()');
    await pool.query('vacuum analyze entities, entity_properties, entity_tallies');
  });

  test.each([
    '/users?q=nora',
    '/users?q=quimby',
    '/users?q=nora+quim',
    '/users?q=crowd',

    '/search?q=no',
    '/search?q=quimby',
    '/search?q=crowd_1',
  ])('%s', async (address) => expect(await costOf(address)).toBeLessThanOrEqual(mostRows));
});

describe(`design 8: at most ${mostRows} rows are looked at on the way through thousands`, () => {
  test.each([
    ['next', '/users?page=399'],
    ['prev', '/users?page=399'],
    ['next', '/users?sort=created_at&dir=desc&page=399'],
  ])('%s after %s', async (direction, address) => {
    const { text } = await admin.get(address);
    const link = text.match(new RegExp(`href="([^"]+)"[^>]*rel="${direction}"`))?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(await costOf(link)).toBeLessThanOrEqual(mostRows);
  });
});

/** Rows looked at for a page. */
async function costOf(address: string): Promise<number> {
  // The first time plans the statements, and the first reader of the log leaves a line in it.
  for (let time = 0; time < 7; time += 1) await admin.get(address);
  const before = await rowsLookedAt();
  expect((await admin.get(address)).status).toBe(200);
  return (await rowsLookedAt()) - before;
}

/** Rows of sequential scans and entries of indices that were read so far, as the database counts them. */
async function rowsLookedAt(): Promise<number> {
  const { pool } = app.services;
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: string }>(
    `select (select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables) + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes) as read`,
  );
  return Number(rows[0]?.read);
}

const tables = ['entities', 'entity_properties', 'relations', 'audit_log'];

/** Tables of the store and the log that were read from end to end meanwhile, as the database counts it. */
async function scansDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await sequentialScans();
  await work();
  const after = await sequentialScans();
  return tables.filter((table) => after.get(table) !== before.get(table));
}

async function sequentialScans(): Promise<ReadonlyMap<string, string>> {
  const { pool } = app.services;
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ relname: string; seq_scan: string }>(
    'select relname, seq_scan from pg_stat_user_tables where relname = any($1)',
    [tables],
  );
  return new Map(rows.map(({ relname, seq_scan }) => [relname, seq_scan]));
}
