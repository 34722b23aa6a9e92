import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** How a server under test is started. */
export interface ServerProcessOptions {
  /** What error messages call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** File that receives everything it prints, for reading afterwards. */
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** A running server: what it said, when it ended, and how to end it. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process is gone, with a sentence such as "exit code 1". */
  readonly exited: Promise<string>;
  /**
   * Rejects with the server's last lines if it ends before `ready` resolves or after `timeoutMs`.
   */
  until<T>(ready: Promise<T>, timeoutMs: number): Promise<T>;
  /** Resolves with the first line, from its start on, that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Sends the signal and waits until the process is gone; SIGKILL after `graceMs`. */
  stop(signal: NodeJS.Signals, graceMs?: number): Promise<void>;
}

const keptLines = 60;
const guards = ['/usr/bin/setpriv', '/bin/setpriv'];
const guard = guards.find((path) => existsSync(path));

/**
 * The command so that the kernel kills it when this process dies, where there is `setpriv` (Linux).
 */
export function guarded(command: readonly string[]): [string, string[]] {
  const [program = '', ...args] = guard ? [guard, '--pdeathsig', 'KILL', ...command] : command;
  return [program, args];
}

/**
 * Starts a server that cannot outlive this process: on Linux the kernel kills it together with us
 * (`setpriv --pdeathsig`), even after SIGKILL; elsewhere an exit handler does, which covers
 * everything but SIGKILL.
 */
export function startServerProcess(options: ServerProcessOptions): ServerProcess {
  const [command, args] = guard
    ? [guard, ['--pdeathsig', 'KILL', options.command, ...options.args]]
    : [options.command, [...options.args]];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      LANG: 'C.UTF-8',
      ...options.env,
    },
    uid: options.uid,
    gid: options.gid,
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const output = followOutput(child, options.logFile);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `signal ${signal}` : `exit code ${code}`),
    );
  }).finally(() => process.off('exit', kill));

  return {
    pid: child.pid ?? 0,
    exited,
    line: output.line,
    until: (ready, timeoutMs) =>
      race(
        ready,
        exited,
        timeoutMs,
        (what) => new Error(`${options.name} ${what}\n${output.tail()}`),
      ),
    async stop(signal, graceMs = 10_000) {
      child.kill(signal);
      const forced = setTimeout(kill, graceMs);
      await exited;
      clearTimeout(forced);
    },
  };
}

async function race<T>(
  ready: Promise<T>,
  exited: Promise<string>,
  timeoutMs: number,
  failure: (what: string) => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(failure(`was not ready after ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
  });
  const ended = exited.then((reason) =>
    Promise.reject(failure(`ended before it was ready: ${reason}`)),
  );
  try {
    return await Promise.race([ready, ended, late]);
  } finally {
    clearTimeout(timer);
    ended.catch(() => undefined);
  }
}

function followOutput(child: ChildProcess, logFile: string) {
  const log = createWriteStream(logFile, { flags: 'a' });
  const kept: string[] = [];
  const waiting = new Set<{ pattern: RegExp; resolve: (line: string) => void }>();
  const take = (line: string) => {
    log.write(`${line}\n`);
    kept.push(line);
    if (kept.length > keptLines) kept.shift();
    for (const waiter of waiting) {
      if (!waiter.pattern.test(line)) continue;
      waiting.delete(waiter);
      waiter.resolve(line);
    }
  };
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', take);
  child.once('close', () => log.end());
  return {
    tail: () => kept.slice(-20).join('\n'),
    line: (pattern: RegExp) => {
      const seen = kept.find((line) => pattern.test(line));
      return seen === undefined
        ? new Promise<string>((resolve) => waiting.add({ pattern, resolve }))
        : Promise.resolve(seen);
    },
  };
}
