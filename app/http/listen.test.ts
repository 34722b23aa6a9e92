import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

test('a client that never ends the head of its request is let go when its time is over, not up to half a minute later', async () => {
  const listener = await listen((_request, response) => response.end(), {
    host: '127.0.0.1',
    port: 0,
    variable: 'PORT',
    headersMs: 200,
  });
  onTestFinished(() => listener.close(0));
  const socket = connect(listener.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 408 /);
}, 25_000);
