import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundleApp } from './app-bundle.ts';
import { appImage } from './app-source.ts';
import { isSystemError, LocalFault } from './fault.ts';

/** A program that was started with it loads parts of it later, so it stays for long. */
const unusedAfterMs = 30 * 24 * 3600 * 1000;

/**
 * The app of the working tree as one program, bundled only if its source or its packages changed
 * since: `npm start` and every command of `npm run ahlt` use it. Kept where tools keep such things,
 * so that deleting `node_modules` deletes it.
 * @param root folder of the repository, with its packages
 * @returns path of the program
 * @throws LocalFault if it cannot be bundled, or not be kept
 */
export async function keptBundle(root: string): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'ahlt');
  const name = nameOf(root);
  const kept = join(folder, name);
  const program = join(kept, 'main.mjs');
  const now = new Date();
  if (existsSync(program)) {
    utimesSync(kept, now, now);
    return program;
  }
  // Complete or absent, also for a second start at the same time.
  const making = newFolder(folder);
  for (const name of readdirSync(folder)) removeUnused(join(folder, name), now);
  try {
    await bundleApp(root, making);
    // A source that was saved meanwhile may be in it.
    if (nameOf(root) !== name) return await keptBundle(root);
    if (!existsSync(program)) renameSync(making, kept);
  } catch (error) {
    if (!existsSync(program)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return program;
}

function newFolder(within: string): string {
  try {
    mkdirSync(within, { recursive: true });
    return mkdtempSync(join(within, 'making-'));
  } catch (error) {
    if (!isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')) throw error;
    throw new LocalFault(`${within} cannot be written`, [
      'The bundled app is kept there.      Make it writable and try again.',
    ]);
  }
}

/** Of all that the bundle depends on, with the addresses of files that it contains. */
const nameOf = (root: string): string =>
  createHash('sha256')
    .update(`${root} ${appImage(root)}`)
    .update(readFileSync(join(import.meta.dirname, 'app-bundle.ts')))
    .digest('hex')
    .slice(0, 12);

function removeUnused(path: string, now: Date): void {
  const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime();
  if (now.getTime() - used > unusedAfterMs) rmSync(path, { recursive: true, force: true });
}
