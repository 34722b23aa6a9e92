import { expect, test } from 'vitest';
import { connectionProblem, withConnection } from '#operator/clients/postgres-connection.ts';
import { freezingProxy } from '#test/support/freezing-proxy.ts';
import { adminCredential } from '#test/support/postgres.ts';

// A frozen server keeps its connections and never responds. Every connection to it ends all the
// same.

const server = adminCredential();
const urlAt = ({ host, port }: { host: string; port: number }) =>
  `postgres://${server.user}:${server.password}@${host}:${port}/postgres`;

test('before the greeting', async () => {
  await using proxy = await freezingProxy(server);
  proxy.freeze();
  const failure = await withConnection(
    urlAt(proxy),
    async (client) => await client.query('select'),
  ).catch((error: unknown) => error);
  expect(connectionProblem(failure).reason).toBe('Unreachable');
});

test('in the middle of a statement', async () => {
  await using proxy = await freezingProxy(server);
  const failure = await withConnection(urlAt(proxy), async (client) => {
    proxy.freeze();
    await client.query('select');
  }).catch((error: unknown) => error);
  expect(connectionProblem(failure).reason).toBe('Unreachable');
});

test('after the last answer: the connection is not closed by the server, so it is cut', async () => {
  await using proxy = await freezingProxy(server);
  await withConnection(urlAt(proxy), async (client) => {
    await client.query('select');
    proxy.freeze();
  });
  expect(proxy.accepted).toBe(1);
});
