import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AppClient, startAppServer, testPassword } from '#test/support/app-server.ts';
import { serveApp } from './app-process.ts';
import { written } from './document-fixture.ts';

const megabyte = 1024 * 1024;

/** The most memory that a process ever had, in bytes. */
const peakOf = (pid: number | undefined): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

test.runIf(process.platform === 'linux')(
  'spec documents#attachments: six uploads of 50 MB at once are never in memory as a whole',
  { timeout: 300_000 },
  async () => {
    await using server = await startAppServer({ from: 'demo' });
    const { name } = await server.createUser('admin');
    const app = await serveApp({ DATABASE_URL: server.databaseUrl, SESSION_KEY: 'k'.repeat(64) });
    const browser = new AppClient(app.url);
    await browser.signIn(name, testPassword);
    const id = (await written(browser, 'Large files')).split('/').pop();
    const bytes = Buffer.alloc(50 * megabyte, 'ahlt');
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const file = { name: `${n}.bin`, type: 'text/plain', bytes, field: 'file' };
        return (await browser.upload(`/attachments?document=${id}`, {}, file)).status;
      }),
    );
    expect(statuses).toEqual(Array(6).fill(303));
    const peak = peakOf(app.process.pid);
    // The process alone has more than 100 MB; the files together have 300 MB.
    expect(peak).toBeLessThan(300 * megabyte);
  },
);
