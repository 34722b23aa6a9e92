import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pattern = /^ahlt-[a-z-]+-(\d+)-\w+$/;

const made: string[] = [];

function removeAll(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}

/**
 * Creates a folder `<tmp>/ahlt-<kind>-<pid>-…` that is removed when this process ends, and removes
 * those of killed processes. Other users may enter it: PostgreSQL runs as one when the tests run as
 * root.
 */
export function temporaryFolder(kind: string): string {
  for (const entry of readdirSync(tmpdir())) {
    const owner = pattern.exec(entry)?.[1];
    if (owner && !isAlive(Number(owner)))
      rmSync(join(tmpdir(), entry), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(tmpdir(), `ahlt-${kind}-${process.pid}-`));
  chmodSync(folder, 0o755);
  if (made.length === 0) process.once('exit', removeAll);
  made.push(folder);
  return folder;
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
