import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleApp, lookingBeside } from './app-bundle.ts';

let root: string;
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const bundled = () => bundleApp(root, join(root, 'bundle'));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'app-bundle-'));
  mkdirSync(join(root, 'app', 'http'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

test('a bundle runs, and its files find what lies beside the source', async () => {
  write('app/main.ts', "import { address } from './http/files.ts';\nconsole.log(address);\n");
  write('app/http/files.ts', 'export const address: string = import.meta.url;\n');
  expect(execFileSync(process.execPath, [await bundled()], { encoding: 'utf8' }).trim()).toBe(
    pathToFileURL(join(root, 'app', 'http', 'files.ts')).href,
  );
});

test('all files of the app that use their own address get it', () => {
  const app = fileURLToPath(new URL('../../app', import.meta.url));
  const using = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
    .map((name) => join(app, name))
    .filter((path) => readFileSync(path, 'utf8').includes('import.meta.'));
  expect(using.length).toBeGreaterThan(0);
  expect(using.filter((path) => !lookingBeside.test(path))).toEqual([]);
});

test('an error in the source names its file and line', async () => {
  write('app/main.ts', "import './http/files.ts';\n");
  write('app/http/files.ts', '\nconst = 1;\n');
  await expect(bundled()).rejects.toMatchObject({
    name: 'LocalFault',
    message: 'the app cannot be bundled',
    advice: expect.arrayContaining([expect.stringContaining('app/http/files.ts:2:6')]),
  });
});
