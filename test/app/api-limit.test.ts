import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepLimits } from '#app/api/limit-store.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { programOf, sendTo, useUp } from './api-fixture.ts';
import { serveApp } from './app-process.ts';

let server: AppServer;

beforeAll(async () => {
  server = await startAppServer({ from: 'demo' });
});

afterAll(() => server[Symbol.asyncDispose]());

const document = '/api/v1/openapi.json';

/** Sends requests to each address, a few at a time, and counts the responses by status. */
async function ask(
  urls: readonly string[],
  each: number,
  headers: Readonly<Record<string, string>>,
): Promise<Readonly<Record<number, number>>> {
  const counts: Record<number, number> = {};
  for (let sent = 0; sent < each; sent += 20) {
    const replies = await Promise.all(
      urls.flatMap((url) =>
        Array.from({ length: 20 }, () => sendTo(`${url}${document}`, { method: 'HEAD', headers })),
      ),
    );
    for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

test('two processes together let as many requests through as one', async () => {
  const environment = { DATABASE_URL: server.databaseUrl, SESSION_KEY: 'k'.repeat(64) };
  const processes = await Promise.all([serveApp(environment), serveApp(environment)]);
  const urls = processes.map(({ url }) => url);
  const program = await programOf(server, 'admin');
  await program.send(document);
  await useUp(server, 500);
  expect(await ask(urls, 100, { Authorization: `Bearer ${program.token}` })).toEqual({
    200: 100,
    429: 100,
  });
  expect(await ask(urls, 60, {})).toEqual({ 401: 60, 429: 60 });
  // Used up for one replica means used up for all.
  expect((await program.send(document)).status).toBe(429);
});

test('a request costs one statement for its count', async () => {
  const program = await programOf(server, 'admin');
  await program.send(document);
  const before = server.queries.statements;
  for (let n = 0; n < 20; n += 1) await program.send(document, { method: 'HEAD' });
  // The other one looks up its token.
  expect(server.queries.statements - before).toBe(40);
});

test('it resets after a minute, and expired rows are deleted', async () => {
  const program = await programOf(server, 'admin');
  const left = async () => (await program.send(document)).headers.get('ratelimit')?.split(';')[1];
  expect(await left()).toBe('r=599');
  expect(await left()).toBe('r=598');
  server.advance(61_000);
  expect(await left()).toBe('r=599');
  await sweepLimits(server.services.db, new Date(Date.now() + 2 * 3_600_000 + 600_000));
  const { rows } = await server.services.pool.query<{ count: number }>(
    'select count(*)::integer as count from api_limits',
  );
  expect(rows[0]?.count).toBe(0);
  expect(await left()).toMatch(/^r=59\d$/);
});
