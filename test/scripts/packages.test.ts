import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

// The first step of every npm script, run by npm itself, in a fresh clone of a repository with one
// package and its own registry.

const root = fileURLToPath(new URL('../..', import.meta.url));

let registry: Server;
let tarball: Buffer;
let downloads = 0;
/** Whether the registry delays its responses. */
let slow = false;
/** Releases delayed responses. */
let answer: (() => void)[] = [];

beforeAll(async () => {
  const folder = temporaryFolder('package');
  mkdirSync(join(folder, 'package'));
  writeFileSync(
    join(folder, 'package/package.json'),
    JSON.stringify({ name: 'greeting', version: '1.0.0', main: 'index.js' }),
  );
  writeFileSync(join(folder, 'package/index.js'), 'module.exports = "hello";\n');
  tarball = execFileSync('tar', ['-cz', 'package'], { cwd: folder });
  registry = createServer((_, response) => {
    downloads += 1;
    const send = () => response.end(tarball);
    if (slow) answer.push(send);
    else send();
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  registry.closeAllConnections();
  registry.close();
});
beforeEach(() => {
  downloads = 0;
  slow = false;
  answer = [];
});

/** A fresh clone: the current first step, one package, and a script that uses it. */
function clone(port = (registry.address() as AddressInfo).port): string {
  const folder = temporaryFolder('clone');
  cpSync(join(root, 'scripts/packages'), join(folder, 'scripts/packages'), { recursive: true });
  const first = (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  ).scripts.start;
  const manifest = {
    name: 'x',
    version: '1.0.0',
    scripts: {
      start: first.replace(
        / && exec .*/,
        ' && exec node -e "console.log(require(\'greeting\'), process.argv[1]); process.exitCode = 7" --',
      ),
    },
    dependencies: { greeting: '1.0.0' },
  };
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const packages = {
    '': { name: 'x', version: '1.0.0', dependencies: { greeting: '1.0.0' } },
    'node_modules/greeting': {
      version: '1.0.0',
      resolved: `http://127.0.0.1:${port}/greeting-1.0.0.tgz`,
      integrity,
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, requires: true, packages }),
  );
  return folder;
}

interface Run {
  readonly child: ChildProcess;
  /** Its stderr so far. */
  said(): string;
  readonly ended: Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
  }>;
}

function npmStart(folder: string, ...args: string[]): Run {
  const { npm_config_prefix: _, ...env } = process.env;
  const child = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: folder,
    env: { ...env, npm_config_cache: join(folder, '.cache'), npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, like one of a terminal.
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      output[name] += part;
    });
  }
  return {
    child,
    said: () => output.stderr,
    ended: new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, ...output })),
    ),
  };
}

test('a fresh clone: npm start installs, says so, and continues with its arguments and its exit code', async () => {
  const folder = clone();
  const { code, stdout, stderr } = await npmStart(folder, 'there').ended;
  expect(stdout, stderr).toBe('hello there\n');
  expect(code).toBe(7);
  expect(stderr).toMatch(
    /^Installing the packages that package-lock\.json names.*\nPackages installed in \d+ s\.\n/,
  );
});

test('the second time nothing is installed and nothing is printed', async () => {
  const folder = clone();
  await npmStart(folder).ended;
  downloads = 0;
  const { stdout, stderr } = await npmStart(folder).ended;
  expect({ stdout, stderr, downloads }).toEqual({
    stdout: 'hello undefined\n',
    stderr: '',
    downloads: 0,
  });
});

test('another lockfile is installed, and a package that it does not name is gone', async () => {
  const folder = clone();
  await npmStart(folder).ended;
  const lock = join(folder, 'package-lock.json');
  const other = JSON.parse(readFileSync(lock, 'utf8'));
  other.packages['node_modules/greeting'].version = '1.0.1';
  writeFileSync(lock, JSON.stringify(other));
  expect((await npmStart(folder).ended).stderr).toContain('Installing the packages');
});

test('two that start together install once: the other waits, and both go on', async () => {
  const folder = clone();
  slow = true;
  const first = npmStart(folder);
  await eventually(() => expect(answer).toHaveLength(1), 60_000);
  const second = npmStart(folder);
  await eventually(() => expect(second.said()).toContain('waiting for it'), 60_000);
  for (const send of answer) send();
  const ends = await Promise.all([first.ended, second.ended]);
  expect(ends.map(({ code, stdout }) => [code, stdout])).toEqual([
    [7, 'hello undefined\n'],
    [7, 'hello undefined\n'],
  ]);
  expect(downloads).toBe(1);
});

test('without a network: the unreachable host, the missing packages, what to do; and the script does not run', async () => {
  const { code, stdout, stderr } = await npmStart(clone(1)).ended;
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /The packages could not be installed: the registry 127\.0\.0\.1 does not answer/,
  );
  expect(stderr).toContain('1 packages are missing: greeting.');
  expect(stderr).toContain('Connect to the network');
});

test.each([
  ['SIGTERM to npm', 'SIGTERM', 1],
  // A terminal sends it to the whole group.
  ['Ctrl-C', 'SIGINT', -1],
] as const)(
  '%s while it installs ends everything, and the next start installs',
  async (_, signal, to) => {
    const folder = clone();
    slow = true;
    const run = npmStart(folder);
    await eventually(() => expect(answer).toHaveLength(1), 60_000);
    process.kill(to * (run.child.pid ?? 0), signal);
    const { stdout, code, signal: by } = await run.ended;
    expect([code, by]).not.toEqual([0, null]);
    expect(stdout).toBe('');
    // Nothing runs in the folder any more: neither npm nor the first step, which holds the lock.
    await eventually(() => expect(holders(folder)).toEqual([]), 60_000);
    expect(existsSync(join(folder, 'build/packages.lock'))).toBe(false);
    slow = false;
    expect((await npmStart(folder).ended).stdout).toBe('hello undefined\n');
  },
);

test('a lock whose holder was killed is taken over', async () => {
  const folder = clone();
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'build/packages.lock'), 'somebody');
  execFileSync('touch', ['-d', '1 hour ago', join(folder, 'build/packages.lock')]);
  expect((await npmStart(folder).ended).stdout).toBe('hello undefined\n');
  expect(readdirSync(join(folder, 'build'))).toEqual([]);
});

/** The processes running in this folder. */
function holders(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) ||
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${folder}/.cache`)
      );
    } catch {
      return false;
    }
  });
}
