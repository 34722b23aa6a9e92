import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { isSystemError } from './fault.ts';

/** A process that listens on a port. */
export interface Listener {
  readonly pid: number;
  readonly command: string;
}

/** Whether `host:port` is free at this moment. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return listen(port, host).then(
    () => true,
    (error: unknown) => {
      if (isSystemError(error, 'EADDRINUSE', 'EACCES')) return false;
      throw error;
    },
  );
}

/** The requested port if it is free, otherwise any free one of 127.0.0.1. */
export async function freePort(wanted?: number): Promise<number> {
  return wanted !== undefined && (await isFree(wanted)) ? wanted : listen(0, '127.0.0.1');
}

/** The first free port above `port`, to suggest to the user. */
export async function nextFreePort(port: number, host: string): Promise<number> {
  for (let candidate = port + 1; candidate < Math.min(port + 100, 65_536); candidate += 1)
    if (await isFree(candidate, host)) return candidate;
  return freePort();
}

/**
 * The process that listens on a TCP port; `undefined` if unknown, e.g. because it belongs to
 * another user.
 */
export function listenerOf(port: number): Listener | undefined {
  try {
    return process.platform === 'linux' ? linuxListener(port) : posixListener(port);
  } catch {
    return undefined;
  }
}

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : port),
      );
    });
  });
}

// The kernel's tables map ports to socket inodes, and processes list the inodes they hold. Needs no
// external program.
function linuxListener(port: number): Listener | undefined {
  const wanted = new Set(['tcp', 'tcp6'].flatMap((table) => inodes(`/proc/net/${table}`, port)));
  if (wanted.size === 0) return undefined;
  const pid = readdirSync('/proc').find(
    (entry) => /^\d+$/.test(entry) && sockets(entry).some((inode) => wanted.has(inode)),
  );
  return pid === undefined
    ? undefined
    : {
        pid: Number(pid),
        command: programName(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')),
      };
}

/** `postgres`, or `node server.js` for an interpreter. */
export function programName([path = '', ...args]: readonly string[]): string {
  const own = args.filter(
    (_, index) => !/^(--import|--require|--loader|-r|-m)$/.test(args[index - 1] ?? ''),
  );
  const script = /^(node|python|ruby|java|deno|bun)/.test(basename(path))
    ? own.find((arg) => /^[^-].*[./]/.test(arg))
    : undefined;
  return [path, script].flatMap((each) => (each ? basename(each) : [])).join(' ');
}

function inodes(table: string, port: number): readonly string[] {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(local) && fields[3] === listening)
    .flatMap((fields) => fields[9] ?? []);
}

function sockets(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function posixListener(port: number): Listener | undefined {
  const found = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pid, command] = [/^p(\d+)$/m.exec(found)?.[1], /^c(.+)$/m.exec(found)?.[1]];
  return pid && command ? { pid: Number(pid), command } : undefined;
}
