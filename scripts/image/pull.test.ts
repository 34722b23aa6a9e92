import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provideImage } from './docker.ts';

// A docker that has no image and reaches no registry, in front of the PATH.
let folder: string;
const { PATH } = process.env;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ahlt-docker-'));
  writeFileSync(
    join(folder, 'docker'),
    '#!/bin/sh\necho "Error response from daemon: no such host" >&2\nexit 1\n',
  );
  chmodSync(join(folder, 'docker'), 0o755);
  process.env.PATH = `${folder}:${PATH}`;
});
afterAll(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true, force: true });
});

test('a pull that fails names the image, the reason, and the variable that replaces it', async () => {
  const message = await provideImage('docker.io/library/postgres:17.10', 'POSTGRES_IMAGE').catch(
    (error: Error) => error.message,
  );
  expect(message).toBe(
    'docker.io/library/postgres:17.10 could not be pulled: Error response from daemon: no such host\nPOSTGRES_IMAGE=<image> uses another image, from a mirror or this machine.',
  );
});
