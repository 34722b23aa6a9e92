import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { app } from './app-fixture.ts';

const megabyte = Buffer.alloc(1024 * 1024, 'x');

/** One connection, kept like a proxy's. */
function connection(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}

/**
 * Sends this many megabytes to an import without a session; reads the response only after
 * everything was sent.
 */
async function upload(url: string, agent: Agent, megabytes: number) {
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': megabytes * megabyte.length,
  };
  const outgoing = request(`${url}/api/data/import`, { method: 'POST', agent, headers });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  for (let sent = 0; sent < megabytes; sent += 1) {
    // Rejects with an error of the request, too.
    if (!outgoing.write(megabyte)) await once(outgoing, 'drain');
  }
  outgoing.end();
  const [response] = await answered;
  response.resume();
  await once(response, 'end');
  return {
    status: response.statusCode,
    connection: response.headers.connection,
    reused: outgoing.reusedSocket,
  };
}

test('a refused large body is read to its end, so that its sender, including a proxy, gets the response', async () => {
  const { url } = await app();
  const agent = connection();
  expect(await upload(url, agent, 30)).toEqual({
    status: 401,
    connection: 'keep-alive',
    reused: false,
  });
  expect(await upload(url, agent, 30)).toEqual({
    status: 401,
    connection: 'keep-alive',
    reused: true,
  });
});

test('a client that announces a body and does not send it still gets the response, and the connection ends', async () => {
  const { url } = await app();
  const headers = { 'Content-Type': 'application/json', 'Content-Length': 1_000_000 };
  const outgoing = request(`${url}/api/data/import`, {
    method: 'POST',
    agent: connection(),
    headers,
  });
  outgoing.on('error', () => undefined);
  outgoing.flushHeaders();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  expect([response.statusCode, response.headers.connection]).toEqual([401, 'close']);
});
