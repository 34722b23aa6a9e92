import type { Socket } from 'node:net';
import { Client, type PoolClient } from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';

const server = await startAppServer();
const other = new Client({ connectionString: server.databaseUrl });
await other.connect();
afterAll(async () => {
  await other.end();
  await server[Symbol.asyncDispose]();
});
const { pool } = server.services;
const pooled = new Set<PoolClient>();
pool.on('connect', (client) => pooled.add(client)).on('remove', (client) => pooled.delete(client));
const admin = await server.signIn('admin');

const streamOf = (client: PoolClient): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

/** PostgreSQL ends connections, as it does when it restarts. */
const end = (...clients: PoolClient[]) =>
  other.query('select pg_terminate_backend(pid, 5000) from unnest($1::integer[]) pid', [
    clients.map((client) => ('processID' in client ? client.processID : undefined)),
  ]);

/** Ends a connection; the app has read that when its statement follows. */
async function noticed(client: PoolClient): Promise<void> {
  const failed = new Promise((resolve) => client.on('error', resolve));
  await end(client);
  await failed;
}

/** Ends a connection; the app reads that as the answer to its statement. */
async function unnoticed(client: PoolClient): Promise<void> {
  streamOf(client).pause();
  await end(client);
}

/** Ends a connection as soon as its transaction has begun. */
async function begun(client: PoolClient): Promise<void> {
  const query = client.query.bind(client) as (statement: { text: string }) => Promise<unknown>;
  const breaks = async (statement: { text: string }) => {
    const result = await query(statement);
    if (statement.text === 'begin') await noticed(client);
    return result;
  };
  Object.assign(client, { query: breaks });
}

const connect = pool.connect.bind(pool);
/** Which of the connections that a request takes from the pool break. */
const breaking = { next: 0, times: 1, taken: 0, by: noticed };
Object.assign(pool, {
  // `pool.query` passes a callback: it is the test's own.
  connect: async (own?: Parameters<typeof connect>[0]) => {
    if (own !== undefined) return connect(own);
    const client = await connect();
    breaking.taken += 1;
    breaking.next -= 1;
    if (breaking.next <= 0 && breaking.next > -breaking.times) await breaking.by(client);
    setImmediate(() => streamOf(client).resume());
    return client;
  },
});
afterEach(() => Object.assign(breaking, { next: 0, times: 1 }));

/** Connections that a request takes, one after the other. */
async function takenBy(request: () => Promise<unknown>): Promise<number> {
  const before = breaking.taken;
  await request();
  return breaking.taken - before;
}

let boards = 0;
const addBoard = (who = admin) => {
  boards += 1;
  return who.post('/tor', { label: `Board ${boards}`, name: `board_${boards}` });
};
const made = async () => (await auditRows(server, 'tor.created')).length;

describe.each([
  ['noticed', noticed],
  ['not noticed yet', unnoticed],
])('spec requests#broken-connections: an end that was %s', (_, by) => {
  test.each([1, 5])('a page is read by another connection, after %i', async (times) => {
    const read = () => admin.get('/roles');
    const taken = await takenBy(read);
    expect(taken).toBeGreaterThan(0);
    for (let at = 1; at <= taken; at += 1) {
      Object.assign(breaking, { next: at, times, by });
      expect([at, (await read()).status]).toEqual([at, 200]);
    }
  });

  test.each([1, 5])('a change begins on another connection, after %i', async (times) => {
    const taken = await takenBy(addBoard);
    expect(taken).toBeGreaterThan(1);
    for (let at = 1; at <= taken; at += 1) {
      const before = await made();
      Object.assign(breaking, { next: at, times, by });
      const { status } = await addBoard();
      expect([at, status, (await made()) - before]).toEqual([at, 303, 1]);
    }
  });
});

test('spec requests#broken-connections: a change that had begun is not repeated', async () => {
  const before = await made();
  Object.assign(breaking, { next: await takenBy(addBoard), by: begun });
  const label = { label: 'Begun', name: 'begun', submission: 'broken-connection' };
  expect((await admin.post('/tor', label)).status).toBe(503);
  // The connection of its transaction was the last one that it took.
  expect(breaking.next).toBe(0);
  expect(await made()).toBe(before + 1);
  expect((await admin.post('/tor', label)).status).toBe(303);
  expect(await made()).toBe(before + 2);
});

test('spec requests#broken-connections: changes at once, when all idle connections were ended', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => server.signIn('admin')));
  await Promise.all(people.map((person) => person.get('/roles')));
  const before = await made();
  expect(pooled.size).toBeGreaterThan(4);
  for (const client of pooled) streamOf(client).pause();
  await end(...pooled);
  const answers = await Promise.all(people.map((person) => addBoard(person)));
  expect(answers.map(({ status }) => status)).toEqual(people.map(() => 303));
  for (const client of pooled) streamOf(client).resume();
  expect((await made()) - before).toBe(people.length);
});
