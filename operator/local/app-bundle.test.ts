import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleApp, lookingBeside } from './app-bundle.ts';

let root: string;
const cache = () => join(root, 'node_modules', '.cache', 'ahlt');
const write = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'app-bundle-'));
  mkdirSync(join(root, 'app', 'http'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

test('a bundle runs, each file finds what lies beside its source, and it is removed', async () => {
  write('app/main.ts', "import { address } from './http/files.ts';\nconsole.log(address);\n");
  write('app/http/files.ts', 'export const address: string = import.meta.url;\n');
  const { program, remove } = await bundleApp(root);
  expect(execFileSync(process.execPath, [program], { encoding: 'utf8' }).trim()).toBe(
    pathToFileURL(join(root, 'app', 'http', 'files.ts')).href,
  );
  remove();
  expect(readdirSync(cache())).toEqual([]);
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

test('the folder of a process that was killed is removed, that of a running one stays', async () => {
  write('app/main.ts', '');
  const running = join(cache(), `${process.ppid}-kept`);
  const killed = join(cache(), `${2 ** 22 + 1}-left`);
  for (const folder of [running, killed]) mkdirSync(folder, { recursive: true });
  await bundleApp(root);
  expect([existsSync(running), existsSync(killed)]).toEqual([true, false]);
});

test('an error in the source names its file and line, and leaves nothing', async () => {
  write('app/main.ts', "import './http/files.ts';\n");
  write('app/http/files.ts', '\nconst = 1;\n');
  const fault = await bundleApp(root).catch((error: unknown) => error);
  expect(fault).toMatchObject({
    name: 'LocalFault',
    message: 'the source of the app has an error',
    advice: expect.arrayContaining([expect.stringContaining('app/http/files.ts:2:6')]),
  });
  expect(readdirSync(cache())).toEqual([]);
});
