import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fchmodSync, openSync } from 'node:fs';
import { lifeline } from './lifeline.ts';
import { type Account, launchAs } from './server-account.ts';

export interface ChildSpec {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** File to append its output to. */
  readonly log: string;
  /** Signal that makes it end cleanly. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Whether its standard output is a result to read instead of log output. */
  readonly answers?: boolean;
  readonly account?: Account | undefined;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The result, if requested. */
  readonly output: string;
}

/** A child process that ends with us in any case. */
export interface Child {
  readonly pid: number;
  /** Resolves when it has ended for any reason; never rejects. */
  readonly ended: Promise<Exit>;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Ends it cleanly, or with `force` after `patience` milliseconds. */
  stop(patience: number, force: NodeJS.Signals): Promise<void>;
}

/** Starts processes and tracks them, so that all can be ended at once. */
export interface Children {
  /** @throws if starting is no longer allowed */
  start(spec: ChildSpec): Child;
  /** Prevents further starts. */
  refuse(): void;
  /** Ends everything that still runs, cleanly. */
  stop(): Promise<void>;
  /** Ends everything that still runs, without waiting. */
  kill(): void;
}

/**
 * `adopt` is called for each started process, so that the next start finds it if it is left behind.
 */
export function createChildren(adopt: (pid: number, signal: NodeJS.Signals) => void): Children {
  const living = new Set<Child>();
  let refusing = false;
  return {
    start(spec) {
      if (refusing) throw new Error('npm start is stopping');
      const child = start(spec);
      living.add(child);
      void child.ended.then(() => living.delete(child));
      if (child.pid > 0) adopt(child.pid, spec.stopSignal);
      return child;
    },
    refuse() {
      refusing = true;
    },
    async stop() {
      refusing = true;
      await Promise.all([...living].map((child) => child.stop(10_000, 'SIGQUIT')));
    },
    kill() {
      refusing = true;
      // PostgreSQL ends immediately on SIGQUIT and cleans up, unlike with SIGKILL. The app does not
      // handle it and ends.
      for (const child of living) child.signal('SIGQUIT');
    },
  };
}

function start({ program, args, env, log, stopSignal, answers, account }: ChildSpec): Child {
  // Log output contains names and addresses. A log of an earlier version may be readable by all.
  const output = openSync(log, 'a', 0o600);
  fchmodSync(output, 0o600);
  const launch = launchAs(account, program, args);
  const child = spawn(launch.program, launch.args, {
    ...launch.user,
    env: { ...env },
    // Ctrl-C in the terminal reaches the whole foreground group; only npm start should get it,
    // which stops things in order.
    detached: true,
    stdio: ['ignore', answers ? 'pipe' : output, output],
  });
  closeSync(output);
  const letGo =
    child.pid === undefined
      ? () => {}
      : lifeline(child.pid, stopSignal === 'SIGINT' ? 'INT' : 'TERM');
  const ended = exitOf(child).finally(letGo);
  return {
    pid: child.pid ?? 0,
    ended,
    isRunning: () =>
      child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
    async stop(patience, force) {
      child.kill(stopSignal);
      const timer = setTimeout(() => child.kill(force), patience);
      await ended;
      clearTimeout(timer);
    },
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  const parts: Buffer[] = [];
  child.stdout?.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve) => {
    // `close` follows the last byte of output; if the process could not start there is only
    // `error`.
    child.once('error', () => resolve({ code: null, signal: null, output: '' }));
    child.once('close', (code, signal) =>
      resolve({ code, signal, output: Buffer.concat(parts).toString('utf8') }),
    );
  });
}
