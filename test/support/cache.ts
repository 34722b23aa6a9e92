import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const stamp = '.complete';

/**
 * Folder of the user's cache for programs that are too big for the repository and take long to
 * make.
 */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ahlt');
}

/** The folder that `key` names in the cache, or undefined when it isn't there complete. */
export function cached(key: string): string | undefined {
  const folder = join(cacheFolder(), key);
  return existsSync(join(folder, stamp)) ? folder : undefined;
}

/**
 * The folder that `key` names in the cache; `make` fills it when it isn't there. Only one process
 * at a time makes one, the others wait; a process that is killed in between leaves nothing that
 * looks complete.
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
 * Runs `work` while no other process runs any under the same lock file. The lock of a process that
 * died is taken over.
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
