import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphJobs } from '#app/graph/index.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { neo4j } from '#test/support/neo4j.ts';
import { type ApiClient, programOf } from './api-fixture.ts';
import { auditRows } from './app-fixture.ts';

// Resyncs requested on a page and by the API, of a graph of its own.

let server: AppServer;
let admin: AppClient;
let program: ApiClient;
const address = '/api/v1/admin/graph/resync';

beforeAll(async () => {
  const { uri, user, password } = await neo4j();
  server = await startAppServer({
    environment: {
      ...{ NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password },
      GRAPH_ENV: `request-${process.pid}`,
    },
  });
  admin = await server.signIn('admin');
  program = await programOf(server, 'admin');
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Runs the queued job, as a replica does. */
const run = async (): Promise<void> => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    `update jobs set state = 'running' where kind = 'graph.resync' and state = 'waiting' returning id`,
  );
  const job = graphJobs(server.services).find(({ kind }) => kind.name === 'graph.resync');
  await job?.run({}, { id: rows[0]?.id ?? '', attempt: 1, signal: new AbortController().signal });
  await server.services.pool.query(
    `update jobs set state = 'done', finished_at = now() where kind = 'graph.resync'`,
  );
};

test('spec graph#request: the API queues one resync at a time and tells how the last one ended', async () => {
  expect((await program.send(address)).body).toMatchObject({ status: 'none', generation: null });
  const started = await program.send(address, { method: 'POST' });
  expect(started.status).toBe(202);
  expect(started.body).toEqual({ job_id: expect.stringMatching(/^\d+$/), status: 'running' });
  expect((await program.send(address)).body).toMatchObject({ status: 'running' });
  expect((await program.send(address, { method: 'POST' })).status).toBe(409);
  await run();
  expect((await program.send(address)).body).toMatchObject({
    ...{ status: 'done', deleted: 0, error: null },
    generation: expect.stringMatching(/^\d{8}T/) as string,
    nodes: expect.any(Number) as number,
  });
  // The request, and the one that was refused.
  expect(await auditRows(server, 'graph.resynced')).toHaveLength(2);
});

test('spec graph#request: the page shows the state, and asks before a resync', async () => {
  const words = async () => textOf((await admin.get('/jobs/schedules')).text);
  expect(await words()).toMatch(/Equal to the database|Behind the database/);
  expect(textOf((await admin.get('/jobs/graph/resync')).text)).toContain('Resync the graph?');
  const before = server.queries.statements;
  await admin.get('/jobs/schedules');
  expect(server.queries.statements - before).toBeLessThanOrEqual(3);
  const answer = await admin.post('/jobs/graph/resync');
  expect(answer.location).toBe('/jobs/schedules');
  expect(await words()).toContain('Resync is running');
  await admin.post('/jobs/graph/resync');
  expect(await words()).toContain('A resync is already running.');
  await run();
});

test('spec graph#request: without a graph, and without the permission, there is no resync', async () => {
  await using plain = await startAppServer();
  const user = await plain.signIn('admin');
  const api = await programOf(plain, 'admin');
  expect((await api.send(address, { method: 'POST' })).status).toBe(409);
  expect((await api.send(address)).body).toMatchObject({ status: 'none' });
  const other = await programOf(plain, '');
  expect((await other.send(address, { method: 'POST' })).status).toBe(403);
  expect((await other.send(address)).status).toBe(403);
  expect((await user.get('/jobs/schedules')).text).toContain('This environment has no graph');
  expect((await user.post('/jobs/graph/resync')).status).toBe(404);
  const { rows } = await plain.services.pool.query(`select from jobs where kind = 'graph.resync'`);
  expect(rows).toHaveLength(0);
});
