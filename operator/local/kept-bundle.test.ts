import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptBundle } from './kept-bundle.ts';

let root: string;
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const kept = () => readdirSync(join(root, 'node_modules', '.cache', 'ahlt'));
const output = (program: string) =>
  execFileSync(process.execPath, [program], { encoding: 'utf8' }).trim();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept-bundle-'));
  mkdirSync(join(root, 'app'));
  write('package-lock.json', '{}');
  write('app/main.ts', 'console.log(1);\n');
});
afterEach(() => rmSync(root, { recursive: true }));

test('is made once, also by two starts at once, and again after a change', async () => {
  const [program, same] = await Promise.all([keptBundle(root), keptBundle(root)]);
  expect(same).toBe(program);
  expect(output(program)).toBe('1');
  const { mtimeMs } = statSync(program);
  expect(await keptBundle(root)).toBe(program);
  expect(statSync(program).mtimeMs).toBe(mtimeMs);
  expect(kept()).toHaveLength(1);
  write('app/main.ts', 'console.log(2);\n');
  const changed = await keptBundle(root);
  expect(output(changed)).toBe('2');
  expect(output(program)).toBe('1');
});

test('a source that is saved meanwhile is in the bundle of its own', async () => {
  const starting = keptBundle(root);
  write('app/main.ts', 'console.log(2);\n');
  expect(output(await starting)).toBe('2');
  write('app/main.ts', 'console.log(1);\n');
  expect(output(await keptBundle(root))).toBe('1');
});

test('an error in the source leaves nothing, and what runs as it was', async () => {
  const program = await keptBundle(root);
  write('app/main.ts', 'const = 1;\n');
  await expect(keptBundle(root)).rejects.toThrow('the app cannot be bundled');
  expect(kept()).toHaveLength(1);
  expect(output(program)).toBe('1');
});

test('where it cannot be kept, the folder is named', async () => {
  mkdirSync(join(root, 'node_modules'));
  write('node_modules/.cache', 'a file');
  await expect(keptBundle(root)).rejects.toMatchObject({
    name: 'LocalFault',
    message: expect.stringContaining(join('node_modules', '.cache', 'ahlt')),
  });
});

test('a bundle that was not used for a month is removed by the next one', async () => {
  const old = dirname(await keptBundle(root));
  const before = new Date(Date.now() - 31 * 24 * 3600 * 1000);
  utimesSync(old, before, before);
  write('app/main.ts', 'console.log(2);\n');
  const program = await keptBundle(root);
  expect(kept()).toHaveLength(1);
  utimesSync(dirname(program), before, before);
  // Its use counts, not its age.
  await keptBundle(root);
  write('app/main.ts', 'console.log(3);\n');
  await keptBundle(root);
  expect(kept()).toHaveLength(2);
});
