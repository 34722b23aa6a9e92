import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { appProgram } from '#test/support/app-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Environment = Readonly<Record<string, string>>;

export interface Finished {
  /** Exit code; `null` if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the app to its end, as a separate process with only `environment`. */
export async function runApp(
  words: readonly string[],
  environment: Environment = {},
): Promise<Finished> {
  return (await startApp(words, environment)).finished;
}

export interface RunningApp {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Starts a command of the app; a remaining process ends with the test. */
export async function startApp(
  words: readonly string[],
  environment: Environment = {},
): Promise<RunningApp> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [await appProgram(), ...words], {
    cwd: root,
    env: { PATH, HOME, APP_ENV: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  const finished = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    ...texts,
  }));
  return { process: child, finished };
}

export interface ServedApp extends RunningApp {
  readonly url: string;
  readonly metricsUrl: string;
  /** Log lines so far. */
  readonly log: readonly Record<string, unknown>[];
}

/** Starts `serve` on free ports and waits until it listens. */
export async function serveApp(environment: Environment): Promise<ServedApp> {
  const running = await startApp(['serve'], { PORT: '0', METRICS_PORT: '0', ...environment });
  const log: Record<string, unknown>[] = [];
  const { stdout } = running.process;
  if (stdout === null) throw new Error('the process has no output');
  const listening = new Promise<Record<string, unknown>>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (entry['msg'] === 'listening') resolve(entry);
    });
  });
  const ended = running.finished.then(({ stderr }) =>
    Promise.reject(new Error(`serve ended: ${stderr}`)),
  );
  ended.catch(() => undefined);
  const { port, metricsPort } = await Promise.race([listening, ended]);
  return {
    ...running,
    log,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
  };
}
