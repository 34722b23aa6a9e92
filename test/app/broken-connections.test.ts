import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';

const server = await startAppServer();
const other = new Client({ connectionString: server.databaseUrl });
await other.connect();
afterAll(async () => {
  await other.end();
  await server[Symbol.asyncDispose]();
});
const admin = await server.signIn('admin');

// PostgreSQL ends the connections that a request takes from the pool, as it does when it restarts.
const { pool } = server.services;
const connect = pool.connect.bind(pool);
const breaking = { next: 0, taken: 0 };
Object.assign(pool, {
  connect: async () => {
    const client = await connect();
    breaking.taken += 1;
    breaking.next -= 1;
    if (breaking.next !== 0) return client;
    const ended = new Promise((resolve) => client.once('error', resolve));
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
    return client;
  },
});

/** Connections that a request takes, one after the other. */
async function takenBy(request: () => Promise<unknown>): Promise<number> {
  const before = breaking.taken;
  await request();
  return breaking.taken - before;
}

test('spec requests#broken-connections: a page is read by another connection', async () => {
  const read = () => admin.get('/roles');
  const taken = await takenBy(read);
  expect(taken).toBeGreaterThan(0);
  for (let at = 1; at <= taken; at += 1) {
    breaking.next = at;
    expect([at, (await read()).status]).toEqual([at, 200]);
  }
});
