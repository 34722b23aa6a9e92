import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { nodeOptions } from '#cdk8s/constructs/quantity.ts';
import { AppClient, startAppServer, testPassword } from '#test/support/app-server.ts';
import { serveApp } from './app-process.ts';
import { written } from './document-fixture.ts';

const megabyte = 1024 * 1024;

/** The most memory that a process ever had, in bytes. */
const peakOf = (pid: number | undefined): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

test.runIf(process.platform === 'linux')(
  'spec attachments#upload: twenty uploads of 50 MB at once are never in memory as a whole',
  { timeout: 300_000 },
  async () => {
    await using server = await startAppServer({ from: 'demo' });
    const { name } = await server.createUser('admin');
    const app = await serveApp({
      ...{ DATABASE_URL: server.databaseUrl, SESSION_KEY: 'k'.repeat(64) },
      // As in a pod.
      NODE_OPTIONS: nodeOptions('512Mi'),
    });
    const browser = new AppClient(app.url);
    await browser.signIn(name, testPassword);
    const id = (await written(browser, 'Large files')).split('/').pop();
    const address = new URL(`/attachments?entity=${id}`, app.url);
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, n) => sent(browser, address, `${n}.bin`)),
    );
    expect(statuses).toEqual(Array(20).fill(303));
    const peak = peakOf(app.process.pid);
    // The process alone has up to 200 MB; the files together have 1,000 MB.
    expect(peak).toBeLessThan(256 * megabyte);
  },
);

/** Sends a file of 50 MB as a form, piece by piece, and returns the status. */
async function sent({ cookies, csrf }: AppClient, address: URL, name: string): Promise<number> {
  const upload = request(address, {
    method: 'POST',
    headers: {
      Accept: 'text/html',
      'Content-Type': 'multipart/form-data; boundary=cut',
      Cookie: [...cookies].map((cookie) => cookie.join('=')).join('; '),
    },
  });
  // All requests begin before the first file: the server waits only so long for their headers.
  upload.flushHeaders();
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(formOf(csrf, name)), upload);
  const [reply] = await answered;
  reply.resume();
  return reply.statusCode ?? 0;
}

function* formOf(csrf: string, name: string): Generator<Buffer> {
  const part = (disposition: string) =>
    `--cut\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  yield Buffer.from(`${part('name="csrf_token"')}\r\n${csrf}\r\n`);
  yield Buffer.from(`${part(`name="file"; filename="${name}"`)}Content-Type: text/plain\r\n\r\n`);
  const piece = Buffer.alloc(megabyte, 'ahlt');
  for (let sentPieces = 0; sentPieces < 50; sentPieces += 1) yield piece;
  yield Buffer.from('\r\n--cut--\r\n');
}
