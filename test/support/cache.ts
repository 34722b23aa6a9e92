import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const stamp = '.complete';

/** Cache folder of the user for programs too large for the repository and slow to build. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ahlt');
}

/** The cached folder of `key`, or undefined if it is missing or incomplete. */
export function cached(key: string): string | undefined {
  const folder = join(cacheFolder(), key);
  return existsSync(join(folder, stamp)) ? folder : undefined;
}

/**
 * The cached folder of `key`; `make` fills it if it is missing. Only one process at a time makes
 * one, the others wait; a killed process leaves nothing that looks complete.
 */
export async function cachedOrMade(
  key: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), key);
  const lock = `${folder}.lock`;
  await mkdir(dirname(folder), { recursive: true });
  return cached(key) ?? (await locked(lock, async () => cached(key) ?? (await fill(folder, make))));
}

async function fill(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await make(unfinished);
  await writeFile(join(unfinished, stamp), '');
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return folder;
}

/**
 * Runs `work` while no other process runs any under the same lock file. Takes over the lock of a
 * dead process.
 */
async function locked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(lock))) await pause(200);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch {
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    return false;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = await Promise.all([readFile(lock, 'utf8'), stat(lock)]);
    if (holder === '') return Date.now() - mtimeMs > 5_000;
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
