import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { programOf } from './api-fixture.ts';
import { app } from './app-fixture.ts';

const run = promisify(execFile);
const guide = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8');
const examples = [...guide.matchAll(/```sh\n(curl [\s\S]*?)\n```/g)].map(
  ([, command = '']) => command,
);

test('docs/api.md: its examples do what it says, in a shell', async () => {
  const server = await app();
  const { token } = await programOf(server, 'admin');
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    AHLT: server.url,
    AHLT_TOKEN: token,
  };
  const statuses: number[] = [];
  for (const command of examples) {
    const { stdout } = await run('bash', ['-c', `${command.replace('curl -s', 'curl -s -i')}`], {
      env,
    });
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(stdout)?.[1]);
    statuses.push(status);
    if (status !== 201) continue;
    env['ETAG'] = /^ETag: (.*)$/im.exec(stdout)?.[1]?.trim() ?? '';
    env['ID'] = /^Location: .*\/(\d+)/im.exec(stdout)?.[1] ?? '';
  }
  expect(statuses).toEqual([200, 201, 200, 204]);
});
