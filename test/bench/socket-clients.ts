import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

// Thousands of pages in one process that costs little: it looks for words in what arrives, and reads
// no frames. Its first line of input is the port and a cookie for each page; it says when all of
// them are connected. Each further line is a word: it answers with the moments at which it arrived.

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async (): Promise<string> => (await lines.next()).value ?? '';

const { port, cookies } = JSON.parse(await next()) as {
  readonly port: number;
  readonly cookies: readonly string[];
};
let word = '';
let moments: number[] = [];
let allReceived: () => void = () => undefined;

/** Resolves when the page has its numbers. */
const open = (cookie: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('a page was closed')));
    socket.on('data', (data: Buffer) => {
      if (data.includes('count_update')) resolve();
      if (word === '' || !data.includes(word)) return;
      moments.push(Date.now());
      if (moments.length === cookies.length) allReceived();
    });
    socket.write(
      [
        'GET /ws/notifications HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        `Cookie: ${cookie}`,
        ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    );
  });

const atOnce = 200;
for (let from = 0; from < cookies.length; from += atOnce)
  await Promise.all(cookies.slice(from, from + atOnce).map(open));
console.log('connected');
for (;;) {
  moments = [];
  const all = new Promise<void>((resolve) => {
    allReceived = resolve;
  });
  word = await next();
  if (word === '') process.exit(0);
  console.log('listening');
  await all;
  console.log(JSON.stringify(moments));
}
