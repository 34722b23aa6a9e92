import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGraphDriver } from '#app/graph/driver.ts';
import { graphStatus } from '#app/graph/status.ts';
import { appProgram } from '#test/support/app-program.ts';
import { type Neo4jServer, startNeo4j } from '#test/support/neo4j.ts';
import { adminUrl, createDatabase } from '#test/support/postgres.ts';
import { nodeOf, stores } from './resync-fixture.ts';

// A server for this file only: it is killed, frozen, and used with a wrong password.
const own: { server?: Neo4jServer } = {};
beforeAll(async () => {
  own.server = await startNeo4j();
});
afterAll(() => own.server?.[Symbol.asyncDispose]());

function server(): Neo4jServer {
  if (!own.server) throw new Error('Neo4j did not start');
  return own.server;
}

test('a port without a listener is reported at once', async () => {
  await using driver = createGraphDriver({
    uri: 'bolt://127.0.0.1:1',
    user: 'neo4j',
    password: 'x',
  });
  await using graph = await stores('migrated', { driver });
  const started = performance.now();
  await expect(graph.resync()).rejects.toMatchObject({
    code: 'graph_unreachable',
    status: 503,
    message: expect.stringMatching(/^Can't reach Neo4j/),
  });
  expect(performance.now() - started).toBeLessThan(20_000);
  expect((await graph.pool.query('select from ledger.resyncs')).rowCount).toBe(0);
});

test('a wrong password is named as such', async () => {
  await using driver = createGraphDriver({ ...server(), password: 'wrong' });
  await using graph = await stores('migrated', { driver });
  await expect(graph.resync()).rejects.toMatchObject({
    code: 'graph_refused',
    message: expect.stringContaining('NEO4J_PASSWORD'),
  });
});

test('a port that accepts and never answers is given up after the deadline', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const driver = createGraphDriver({
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password: 'x',
  });
  await using graph = await stores('migrated', { driver });
  const started = performance.now();
  await expect(graph.resync({ deadlineMs: 1_000 })).rejects.toMatchObject({
    code: 'graph_unreachable',
  });
  expect(performance.now() - started).toBeLessThan(20_000);
  // A graceful close would wait for the other side.
  for (const socket of sockets) socket.destroy();
  silent.close();
  void driver.close();
});

test('a frozen server is given up after the deadline, and the same driver works when it thaws', async () => {
  await using driver = createGraphDriver(server());
  await using graph = await stores('base', { driver });
  await graph.resync();
  process.kill(server().pid, 'SIGSTOP');
  const started = performance.now();
  try {
    await expect(graph.resync({ deadlineMs: 1_000 })).rejects.toMatchObject({
      code: 'graph_unreachable',
    });
  } finally {
    process.kill(server().pid, 'SIGCONT');
  }
  expect(performance.now() - started).toBeLessThan(20_000);
  await graph.resync();
});

test('the command ends, with the exit code for "try again", when the server is frozen before it connects', async () => {
  await using database = await createDatabase({ from: 'migrated' });
  const { uri, password, pid } = server();
  const environment = {
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    NEO4J_URI: uri,
    NEO4J_PASSWORD: password,
  };
  process.kill(pid, 'SIGSTOP');
  try {
    const ended = await runApp(['resync', '--json'], environment);
    expect(ended).toMatchObject({
      exitCode: 3,
      document: { error: { code: 'graph_unreachable' } },
    });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

test('the command says that the database was lost, with the exit code for "try again", when its connection breaks while it writes the graph', async () => {
  await using database = await createDatabase({ from: 'demo' });
  const { uri, password } = server();
  const environment = {
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    NEO4J_URI: uri,
    NEO4J_PASSWORD: password,
  };
  const ended = runApp(['resync', '--json'], environment);
  await breakConnection('ahlt resync', database.name);
  expect(await ended).toMatchObject({
    exitCode: 3,
    document: {
      error: {
        code: 'database_unreachable',
        message: expect.stringMatching(/^The connection to .+ was lost: .+ Run the command again/),
      },
    },
  });
});

/** Ends the connection that holds the snapshot, while the program is busy elsewhere. */
async function breakConnection(program: string, database: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl() });
  await admin.connect();
  const end = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = $1 and datname = $2 and state = 'idle in transaction'`;
  while ((await admin.query(end, [program, database])).rowCount === 0) await sleep(2);
  await admin.end();
}

/** Runs the app's command line and returns how it ended. */
async function runApp(
  words: string[],
  environment: Record<string, string>,
): Promise<{ exitCode: number; document: unknown }> {
  const { PATH, HOME } = process.env;
  const options = { env: { PATH, HOME, ...environment }, timeout: 150_000 };
  const program = await appProgram();
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [program, ...words], options, (_, stdout, stderr) => {
      if (child.exitCode === null) return reject(new Error(`did not end: ${stderr}`));
      resolve({ exitCode: child.exitCode, document: JSON.parse(stdout) as unknown });
    });
  });
}

test('a server lost in the middle leaves the graph stale, and the next resync completes it', async () => {
  await using driver = createGraphDriver(server());
  await using graph = await stores('demo', { driver });
  const { pool, env } = graph;
  const failing = graph.resync({ batchSize: 1 }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const written = async () => {
    while (!(await nodeOf(graph, 'dashboard.view'))) await sleep(5);
    return 'written';
  };
  expect(await Promise.race([written(), failing])).toBe('written');
  await server().kill();
  expect(await failing).toMatchObject({ code: 'graph_unreachable' });
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'stale', verified: false });
  await server().start();
  const { nodes } = await graph.resync();
  expect(nodes).toBeGreaterThan(200);
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync', verified: true });
});
