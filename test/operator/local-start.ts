import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patienceMillis = 150_000;

/** An `npm start` under test; always ended when it is disposed. */
export interface LocalStart extends AsyncDisposable {
  /** Everything it wrote so far, without colors. */
  output(): string;
  /** Waits until it wrote something; fails with its output if it ends before. */
  said(text: string): Promise<void>;
  /** Sends a signal like a terminal sends Ctrl-C: to npm and its whole foreground group. */
  signal(name: NodeJS.Signals): void;
  /** Types keys, on a terminal. */
  type(keys: string): void;
  /** Resolves with the exit code when it has ended. */
  readonly ended: Promise<number>;
}

/** The holder of a data folder, as recorded there. */
export interface Holder {
  readonly pid: number;
  readonly children: readonly { readonly pid: number }[];
}

export interface StartOptions {
  readonly data: string;
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `npm start` without a terminal. */
export function npmStart({ data, port, args = [], env = {} }: StartOptions): LocalStart {
  const child = spawn(
    'npm',
    ['start', '--silent', '--', '--data', data, '--port', String(port), ...args],
    {
      cwd: root,
      env: { ...surroundings(), ...env },
      detached: true,
    },
  );
  return observe(child);
}

/** Runs `npm start` on a terminal of 100 columns and 30 rows. */
export function npmStartOnTerminal({ data, port, args = [] }: StartOptions): LocalStart {
  const command = ['npm', 'start', '--silent', '--', '--data', data, '--port', port, ...args].join(
    ' ',
  );
  const child = spawn(
    '/usr/bin/script',
    ['-qec', `stty cols 100 rows 30; exec ${command}`, '/dev/null'],
    {
      cwd: root,
      env: { ...surroundings(), TERM: 'xterm-256color' },
      detached: true,
    },
  );
  return observe(child);
}

/** A folder that other users may enter: PostgreSQL does not run as root. */
export async function dataFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'ahlt-local-'));
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export const holderOf = (data: string): Holder =>
  JSON.parse(readFileSync(join(data, 'lock'), 'utf8'));

/** Whether a process is running; a zombie is not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Running child processes, with their command lines. Linux only. */
export function childrenOf(
  parent: number,
): readonly { readonly pid: number; readonly command: string }[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map((pid) => ({
      pid: Number(pid),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    }));
}

/** Status of a page, or 0 without a response. */
export const statusOf = (port: number, path = '/readyz'): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => 0,
  );

function observe(child: ChildProcess): LocalStart {
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      written += part;
    });
  let code: number | undefined;
  const ended = new Promise<number>((resolve) => {
    child.once('close', (exit) => {
      code = exit ?? 128;
      resolve(code);
    });
  });
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined && code === undefined) process.kill(-child.pid, name);
  };
  const output = () => stripVTControlCharacters(written);
  return {
    output,
    signal,
    ended,
    type: (keys) => void child.stdin?.write(keys),
    async said(text) {
      const until = Date.now() + patienceMillis;
      while (!output().includes(text)) {
        if (code !== undefined)
          throw new Error(`npm start ended with ${code} and never said "${text}":\n${output()}`);
        if (Date.now() > until) throw new Error(`npm start did not say "${text}":\n${output()}`);
        await pause(50);
      }
    },
    async [Symbol.asyncDispose]() {
      signal('SIGKILL');
      await ended;
    },
  };
}

/** The environment of the tests without variables that would affect npm start. */
function surroundings(): NodeJS.ProcessEnv {
  const {
    DATABASE_URL: _1,
    NEO4J_URI: _2,
    PORT: _3,
    HOST: _4,
    FORCE_COLOR: _5,
    NO_COLOR: _6,
    CI: _7,
    ...kept
  } = process.env;
  return kept;
}
