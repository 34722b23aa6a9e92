import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pattern = /^ahlt-[a-z-]+-(\d+)-\w+$/;

const made: string[] = [];

function removeAll(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}

/** A file system in memory, which every Linux has. */
const memory = '/dev/shm';
/** The databases of a run, which are dropped with their test files, and other temporary files. */
const neededBytes = 4 * 2 ** 30;

/**
 * Creates a folder `<tmp>/ahlt-<kind>-<pid>-…` that is removed when this process ends, and removes
 * those of killed processes. Other users may enter it: PostgreSQL runs as one when the tests run as
 * root.
 */
export function temporaryFolder(kind: string, parent = tmpdir()): string {
  for (const entry of readdirSync(parent)) {
    const owner = pattern.exec(entry)?.[1];
    if (owner && !isAlive(Number(owner)))
      rmSync(join(parent, entry), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `ahlt-${kind}-${process.pid}-`));
  chmodSync(folder, 0o755);
  if (made.length === 0) process.once('exit', removeAll);
  made.push(folder);
  return folder;
}

/**
 * The same in memory if there is room. A disk looks for a free place for each of the thousand files
 * of a database, of a browser's profile or of an image.
 */
export const memoryFolder = (kind: string): string =>
  temporaryFolder(kind, hasRoom(memory) ? memory : tmpdir());

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= neededBytes;
  } catch {
    return false;
  }
}

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
