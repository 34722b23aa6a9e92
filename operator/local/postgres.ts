import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder.ts';
import { isSystemError, LocalFault } from './fault.ts';
import { lifeline } from './lifeline.ts';
import { logTail, rotateLog } from './logs.ts';
import type { Account, PostgresPrograms } from './postgres-programs.ts';
import { gone, processIdentity, signal } from './processes.ts';

const startMillis = 60_000;
const stopMillis = 15_000;

/** A running server. */
export interface PostgresServer {
  readonly pid: number;
  readonly port: number;
  /** Resolves when it has ended, wanted or not. */
  readonly ended: Promise<void>;
  /** Ends it cleanly: transactions that run are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
  /** Ends it at once; the next start recovers from its log. */
  kill(): void;
}

// Only this computer, only by password, no socket file (its path may be too long for the system).
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'cluster_name=ahlt',
  'shared_buffers=64MB',
  'timezone=UTC',
  'lc_messages=C',
];

/**
 * Starts the server on the cluster in the folder and waits until it takes connections. A server that a killed `npm start` left
 * behind is ended first; what it had not finished is recovered by PostgreSQL itself.
 * @throws LocalFault when it does not start, with the reason from its log
 */
export async function startPostgres(
  folder: DataFolder,
  {
    programs,
    port,
    account,
    adopt,
  }: { programs: PostgresPrograms; port: number; account?: Account | undefined; adopt: (pid: number) => void },
): Promise<PostgresServer> {
  await clearLeftover(folder);
  const log = rotateLog(folder, 'postgres');
  const output = openSync(log, 'a');
  const child = spawn(
    programs.postgres,
    ['-D', folder.postgres, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    // Detached: a Ctrl-C in the terminal must reach npm start only, which stops the app before the database.
    { ...account, detached: true, stdio: ['ignore', output, output], env: { LC_ALL: 'C', TZ: 'UTC' } },
  );
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  if (child.pid === undefined) throw didNotStart(folder, log);
  adopt(child.pid);
  const letGo = lifeline(child.pid, 'INT');
  void ended.then(letGo);
  await ready(child, folder, log);
  return { pid: child.pid, port, ended, stop: () => stop(child, ended), kill: () => child.kill('SIGQUIT') };
}

/** Waits for the word "ready" in the server's own status file, as pg_ctl does: no log text, no language. */
async function ready(child: ChildProcess, folder: DataFolder, log: string): Promise<void> {
  const until = Date.now() + startMillis;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw didNotStart(folder, log);
    const { pid, state } = readStatus(folder) ?? {};
    if (pid === child.pid && state === 'ready') return;
    await sleep(10);
  }
  child.kill('SIGQUIT');
  throw new LocalFault(`PostgreSQL was not ready after ${startMillis / 1000} s`, [`Log: ${folder.shown(log)}      Try again: npm start`]);
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), stopMillis);
  await ended;
  clearTimeout(patience);
}

/** Deals with the status file of a server that was not stopped: ends the server if it still runs, forgets the file otherwise. */
async function clearLeftover(folder: DataFolder): Promise<void> {
  const pid = readStatus(folder)?.pid;
  if (pid === undefined) return;
  const identity = processIdentity(pid);
  // A status file whose process is gone is PostgreSQL's own affair: it also looks for orphans in shared memory.
  if (identity === undefined) return;
  if (!identity.includes(folder.postgres)) {
    // The number belongs to another process by now, which PostgreSQL would take for a running server.
    rmSync(join(folder.postgres, 'postmaster.pid'), { force: true });
    return;
  }
  signal(pid, 'SIGINT');
  if (await gone(pid, stopMillis)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(pid, stopMillis)) return;
  throw new LocalFault(`the PostgreSQL of an earlier start still runs (process ${pid}) and does not stop`, [
    `End it: kill -9 ${pid}      Then try again: npm start`,
  ]);
}

/** The lines of postmaster.pid that matter here: the first is the process, the eighth its state. */
function readStatus(folder: DataFolder): { readonly pid: number; readonly state: string } | undefined {
  try {
    const lines = readFileSync(join(folder.postgres, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, state: lines[7]?.trim() ?? '' } : undefined;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function didNotStart(folder: DataFolder, log: string): LocalFault {
  const lines = logTail(log, 40);
  const reason = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line))?.replace(/^.*\b(?:FATAL|PANIC|ERROR):\s*/, '');
  return new LocalFault(`PostgreSQL did not start: ${reason ?? lines.at(-1) ?? 'it said nothing'}`, [
    'Nothing was deleted.',
    `Log: ${folder.shown(log)}      Try again: npm start      Begin again without the data: npm start -- --fresh`,
  ]);
}
