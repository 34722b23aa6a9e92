import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type DataFolder, readJson } from './data-folder.ts';
import { isSystemError, LocalFault } from './fault.ts';
import { isFullDisk } from './full-disk.ts';
import { gone, processIdentity, signal } from './processes.ts';

/** The holder of the data folder, and the processes it started. Stored in the folder as JSON. */
interface Holder {
  readonly pid: number;
  readonly identity: string;
  /** ISO 8601. */
  readonly since: string;
  readonly url?: string;
  /** It was asked to stop and is about to exit. */
  readonly stopping?: boolean;
  readonly children: readonly Child[];
}

interface Child {
  readonly pid: number;
  readonly identity: string;
  /** Signal that makes it end cleanly. */
  readonly signal: NodeJS.Signals;
}

/** How long to wait for a stopping instance. */
const stopMillis = 45_000;

export interface InstanceLock {
  /** Records a process that must not outlive us; the next start ends it if we cannot. */
  adopt(pid: number, signal: NodeJS.Signals): void;
  /** Records the address of the app, for a second start. */
  announce(url: string): void;
  /** Records that this instance is stopping, so that a new start waits. */
  farewell(): void;
  release(): void;
}

/**
 * Takes the data folder for this process. Takes over a lock whose holder is gone, and ends what the
 * holder left running. A `brief` holder counts as stopping from the start: others wait for it.
 * @throws LocalFault if another `npm start` holds it
 */
export async function lockInstance(
  folder: DataFolder,
  { brief = false }: { readonly brief?: boolean } = {},
): Promise<InstanceLock> {
  const self = process.pid;
  let holder: Holder = {
    pid: self,
    identity: processIdentity(self) ?? '',
    since: new Date().toISOString(),
    ...(brief ? { stopping: true } : {}),
    children: [],
  };
  while (!create(folder.lock, holder)) await takeOver(folder);
  let isHeld = true;

  const change = (next: Partial<Holder>) => {
    holder = { ...holder, ...next };
    try {
      write(folder.lock, holder, renameSync);
    } catch (error) {
      // A failed record must not prevent an orderly stop.
      if (!isFullDisk(error)) throw error;
      rmSync(`${folder.lock}.${process.pid}.new`, { force: true });
    }
  };
  return {
    adopt(pid, signalName) {
      const living = holder.children.filter(
        (child) => processIdentity(child.pid) === child.identity,
      );
      change({
        children: [...living, { pid, identity: processIdentity(pid) ?? '', signal: signalName }],
      });
    },
    announce: (url) => change({ url }),
    farewell: () => change({ stopping: true }),
    release() {
      // A second release could remove the lock of the next holder.
      if (isHeld) rmSync(folder.lock, { force: true });
      isHeld = false;
    },
  };
}

/** The process that holds the data folder; undefined if it is gone. */
export function runningInstance(folder: DataFolder): Pick<Holder, 'url' | 'stopping'> | undefined {
  const holder = readJson(folder.lock) as Partial<Holder> | undefined;
  return holder?.pid && processIdentity(holder.pid) === holder.identity ? holder : undefined;
}

/** Removes a stale lock. */
async function takeOver(folder: DataFolder): Promise<void> {
  const text = readLock(folder.lock);
  if (text === undefined) return;
  const holder = readJson(folder.lock) as Partial<Holder> | undefined;
  if (holder?.pid && processIdentity(holder.pid) === holder.identity) {
    if (holder.stopping && (await gone(holder.pid, stopMillis))) return;
    throw alreadyRunning(folder, holder as Holder);
  }

  const stale = `${folder.lock}.${process.pid}`;
  try {
    renameSync(folder.lock, stale);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw error;
  }
  // Another process may have taken over between read and rename: then the lock is theirs and is put
  // back.
  if (readLock(stale) !== text) linkSync(stale, folder.lock);
  rmSync(stale, { force: true });
  await Promise.all((holder?.children ?? []).map(end));
}

/** Ends a process that an interrupted run left behind: first gracefully, then by force. */
async function end({ pid, identity, signal: politely }: Child): Promise<void> {
  if (identity === '' || processIdentity(pid) !== identity) return;
  signal(pid, politely);
  if (await gone(pid, 10_000)) return;
  signal(pid, 'SIGKILL');
  await gone(pid, 5_000);
}

function alreadyRunning(folder: DataFolder, { pid, url, since, stopping }: Holder): LocalFault {
  const at = new Date(since).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return new LocalFault(
    `npm start already runs in ${folder.shown(folder.path)} (process ${pid}, since ${at})`,
    [
      stopping
        ? 'It is stopping but has not finished.'
        : url === undefined
          ? 'It is still starting.'
          : `It serves ${url}`,
      'Press Ctrl-C there to stop it, or start a second one: npm start -- --data .data-2 --port 8090',
    ],
  );
}

/**
 * Creates the file with its content in one step, so that a partial lock is never read; false when
 * it exists.
 */
function create(path: string, holder: Holder): boolean {
  try {
    write(path, holder, linkSync);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(`${path}.${process.pid}.new`, { force: true });
  }
}

function write(path: string, holder: Holder, place: (from: string, to: string) => void): void {
  const next = `${path}.${process.pid}.new`;
  writeFileSync(next, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  place(next, path);
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
