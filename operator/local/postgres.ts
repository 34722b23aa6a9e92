import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child, Children } from './children.ts';
import type { DataFolder } from './data-folder.ts';
import { isSystemError, LocalFault } from './fault.ts';
import { logTail, rotateLog } from './logs.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { commandLine, gone, signal } from './processes.ts';
import type { Account } from './server-account.ts';

const startMillis = 60_000;
const stopMillis = 15_000;

export interface PostgresServer {
  readonly port: number;
  /** Whether the last shutdown was not clean, so that PostgreSQL recovered from its log. */
  readonly recovered: boolean;
  /** Resolves when it has ended for any reason. */
  readonly ended: Promise<unknown>;
  /** Ends it cleanly: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

// Local connections only, always with password, no socket file (its path may be too long for the
// system).
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'cluster_name=ahlt',
  'shared_buffers=64MB',
  'wal_buffers=16MB',
  'timezone=UTC',
  'lc_messages=C',
];

/**
 * Starts the server on the cluster in the folder and waits until it accepts connections. First ends
 * a server left behind by a killed `npm start`; PostgreSQL itself recovers its unfinished work.
 * @throws LocalFault if it does not start, with the reason from its log
 */
export async function startPostgres(
  folder: DataFolder,
  {
    programs,
    port,
    account,
    children,
  }: { programs: PostgresPrograms; port: number; account: Account | undefined; children: Children },
): Promise<PostgresServer> {
  const recovered = await clearLeftover(folder);
  const log = rotateLog(folder, 'postgres');
  const child = children.start({
    program: programs.postgres,
    args: [
      '-D',
      folder.postgres,
      '-p',
      String(port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    env: { LC_ALL: 'C', TZ: 'UTC' },
    log,
    stopSignal: 'SIGINT',
    account,
  });
  await ready(child, folder, log);
  return { port, recovered, ended: child.ended, stop: () => child.stop(stopMillis, 'SIGQUIT') };
}

/**
 * Waits for "ready" in the server's status file, as pg_ctl does: independent of log text and
 * language.
 */
async function ready(child: Child, folder: DataFolder, log: string): Promise<void> {
  const until = Date.now() + startMillis;
  while (Date.now() < until) {
    if (!child.isRunning()) throw didNotStart(folder, log);
    const { pid, state } = readStatus(folder) ?? {};
    if (pid === child.pid && state === 'ready') return;
    await sleep(10);
  }
  child.signal('SIGQUIT');
  throw new LocalFault(`PostgreSQL was not ready after ${startMillis / 1000} s`, [
    `Log: ${folder.shown(log)}      Try again: npm start`,
  ]);
}

/**
 * Handles the status file of a server that was not stopped, and ends the server if it is still
 * running. True if it crashed.
 */
async function clearLeftover(folder: DataFolder): Promise<boolean> {
  const pid = readStatus(folder)?.pid;
  if (pid === undefined) return false;
  const command = commandLine(pid);
  // PostgreSQL handles a status file whose process is gone: it also looks for orphaned shared
  // memory.
  if (command === undefined) return true;
  if (!command.includes(folder.postgres)) {
    // Another process has the number now, which PostgreSQL would take for a running server.
    rmSync(join(folder.postgres, 'postmaster.pid'), { force: true });
    return true;
  }
  signal(pid, 'SIGINT');
  if (await gone(pid, stopMillis)) return false;
  signal(pid, 'SIGQUIT');
  if (await gone(pid, stopMillis)) return true;
  throw new LocalFault(
    `PostgreSQL from an earlier start is still running (process ${pid}) and does not stop`,
    [`End it: kill -9 ${pid}      Then try again: npm start`],
  );
}

/** The relevant lines of postmaster.pid: the first is the process id, the eighth its state. */
function readStatus(
  folder: DataFolder,
): { readonly pid: number; readonly state: string } | undefined {
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
  const reason = lines
    .findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line))
    ?.replace(/^.*\b(?:FATAL|PANIC|ERROR):\s*/, '');
  return new LocalFault(`PostgreSQL did not start: ${reason ?? lines.at(-1) ?? 'no output'}`, [
    'Nothing was deleted.',
    `Log: ${folder.shown(log)}      Try again: npm start      Start over without the data: npm start -- --fresh`,
  ]);
}
