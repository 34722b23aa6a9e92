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

test('requests that reached this machine before the server closes are answered', async () => {
  const listener = await listen((_request, response) => response.end('done'), {
    host: '127.0.0.1',
    port: 0,
    variable: 'PORT',
  });
  const kept = connect(listener.port, '127.0.0.1');
  kept.write(request);
  await once(kept, 'data');
  const sockets = Array.from({ length: 40 }, () => connect(listener.port, '127.0.0.1'));
  const answers = [kept, ...sockets].map(async (socket) => {
    socket.write(request);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return answer.toString('latin1').split('\r\n')[0];
  });
  // Their handshakes are done by the kernel; no turn of the event loop has accepted them.
  await Promise.resolve();
  const closed = listener.close(5_000);
  expect(await Promise.all(answers)).toEqual(answers.map(() => 'HTTP/1.1 200 OK'));
  await closed;
});

const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
