import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from './docker.ts';

test('the context of the image has every file that its build reads', async () => {
  const lines = (await readFile(join(root, '.dockerignore'), 'utf8')).split('\n');
  const sent = lines.flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const { metafile } = await build({
    ...{
      entryPoints: ['scripts/build.ts'],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
    },
    ...{ platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' },
  });
  const read = Object.keys(metafile.inputs);
  expect(read).toContain('scripts/bundle.ts');
  expect(
    read.filter((file) => !sent.some((path) => file === path || file.startsWith(`${path}/`))),
  ).toEqual([]);
});
