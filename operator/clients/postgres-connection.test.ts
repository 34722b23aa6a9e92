import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connectionProblem, withConnection } from './postgres-connection.ts';

// A server that speaks just enough of the protocol to ask for a password (PostgreSQL, 55.2 and
// 55.7).

const asks = {
  cleartext: Buffer.from([0, 0, 0, 3]),
  MD5: Buffer.from([0, 0, 0, 5, 1, 2, 3, 4]),
  'SCRAM-SHA-256': Buffer.concat([Buffer.from([0, 0, 0, 10]), Buffer.from('SCRAM-SHA-256\0\0')]),
};

const stack: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of stack.splice(0)) await server.close();
});

/** Starts a server that asks in this way; `heard` is everything it received afterwards. */
async function askingFor(
  way: keyof typeof asks,
): Promise<{ url: string; heard: () => string; ended: Promise<void> }> {
  let heard = '';
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const server = createServer((socket: Socket) => {
    socket.once('data', () => {
      const body = asks[way];
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length + 4);
      socket.write(Buffer.concat([Buffer.from('R'), length, body]));
      socket.on('data', (part) => {
        heard += part.toString('latin1');
        socket.end();
      });
    });
    socket.on('error', () => {});
    socket.on('close', () => end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.push(server);
  const { port } = server.address() as { port: number };
  return {
    url: `postgresql://admin:s3cret-of-the-server@127.0.0.1:${port}/postgres`,
    heard: () => heard,
    ended,
  };
}

test.each(['cleartext', 'MD5'] as const)(
  'a server that requests the password by %s receives nothing',
  async (way) => {
    const server = await askingFor(way);
    const error = await withConnection(server.url, async () => 'connected').catch(
      (refusal: unknown) => refusal,
    );
    await server.ended;
    expect(server.heard()).toBe('');
    expect(connectionProblem(error)).toMatchObject({
      reason: 'InsecureAuthentication',
      message: expect.stringMatching(
        /^the server requests the password .*; SCRAM-SHA-256 is required$/,
      ),
    });
  },
);

test('a server that asks by SCRAM gets a proof to check, and not the password', async () => {
  const server = await askingFor('SCRAM-SHA-256');
  await expect(withConnection(server.url, async () => 'connected')).rejects.toThrow();
  expect(server.heard()).toContain('SCRAM-SHA-256');
  expect(server.heard()).not.toContain('s3cret');
});
