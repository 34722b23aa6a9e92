import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { V1Container } from '@kubernetes/client-node';
import { guarded } from '../server-process.ts';
import type { ContainerRun, ContainerState, ContainerView } from './container.ts';
import { lastWords, openLog } from './container-log.ts';
import { watchHealth } from './health.ts';
import type { Prepared } from './preparation.ts';

/** One run of a container's process. */
export interface Execution {
  readonly ended: Promise<NonNullable<ContainerState['terminated']>>;
  stop(graceSeconds: number): Promise<void>;
}

/** Starts the process, probes it, and reports how it ended in the form of `state.terminated`. */
export function execute(
  run: ContainerRun,
  { cwd, command, env, terminationLog }: Prepared,
  logPath: string,
  update: (next: Partial<ContainerView>) => void,
): Execution {
  mkdirSync(run.folder, { recursive: true });
  writeFileSync(terminationLog, '');
  const startedAt = now();
  const child = spawn(...guarded(command), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = openLog(logPath);
  for (const stream of [child.stdout, child.stderr]) if (stream) log.follow(stream);
  const over = new AbortController();
  const gone = leaving(child).then((left) => {
    over.abort();
    log.close();
    return left;
  });
  const stop = async (graceSeconds: number) => {
    await preStop(run.container, { cwd, env });
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
    await gone;
    clearTimeout(forced);
  };
  update({ state: { running: { startedAt } }, pid: child.pid });
  const grace = run.pod.spec?.terminationGracePeriodSeconds ?? 30;
  const target = { container: run.container, ip: run.ip, cwd, env };
  watchHealth(target, over.signal, { update, warn: run.warn, kill: () => stop(grace) });

  const ended = gone.then(({ exitCode, signal }) => ({
    exitCode,
    ...(signal && { signal }),
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...message(run.container, exitCode, terminationLog, logPath),
    startedAt,
    finishedAt: now(),
  }));
  return { ended, stop };
}

const signals: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

async function leaving(child: ChildProcess): Promise<{ exitCode: number; signal?: number }> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  const left = await new Promise<{ exitCode: number; signal?: number }>((resolve) => {
    child.once('error', () => resolve({ exitCode: 128 }));
    child.once('exit', (code, name) => {
      const signal = name ? (signals[name] ?? 0) : undefined;
      resolve(signal === undefined ? { exitCode: code ?? 0 } : { exitCode: 128 + signal, signal });
    });
  });
  // A grandchild may keep the pipes open; the container's own output is complete long before.
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
  return left;
}

/** Of a second of a preStop hook, which waits for EndpointSlices that these pods don't have. */
const sleepMs = 100;

async function preStop(
  { lifecycle }: V1Container,
  options: { cwd: string; env: Record<string, string> },
): Promise<void> {
  const hook = lifecycle?.preStop;
  if (hook?.sleep)
    await new Promise((resolve) => setTimeout(resolve, (hook.sleep?.seconds ?? 0) * sleepMs));
  const [program, ...args] = hook?.exec?.command ?? [];
  if (program)
    await once(spawn(program, args, { ...options, stdio: 'ignore' }), 'exit').catch(
      () => undefined,
    );
}

function message(
  container: V1Container,
  exitCode: number,
  terminationLog: string,
  logPath: string,
): { message?: string } {
  const written = readFileSync(terminationLog).subarray(0, 4096).toString();
  const fallback =
    container.terminationMessagePolicy === 'FallbackToLogsOnError' &&
    exitCode !== 0 &&
    written === '';
  const text = fallback ? lastWords(logPath) : written;
  return text === '' ? {} : { message: text };
}

export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
