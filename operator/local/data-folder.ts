import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { isSystemError, LocalFault } from './fault.ts';

/** Where `npm start` stores its persistent data. */
export interface DataFolder {
  readonly path: string;
  /** The PostgreSQL cluster. */
  readonly postgres: string;
  readonly logs: string;
  readonly lock: string;
  readonly secrets: string;
  readonly state: string;
  /** Displayed form of a path in it, relative to the folder of the call. */
  shown(path: string): string;
}

/**
 * Creates the folder if it is missing and checks that it is usable.
 * @throws LocalFault if it cannot be created or written
 */
export function openDataFolder(path: string, from: string): DataFolder {
  const folder = dataFolder(path, from);
  try {
    mkdirSync(folder.logs, { recursive: true });
    for (const each of [path, folder.logs])
      accessSync(each, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw unusable(folder, error);
  }
}

/**
 * Deletes the database and everything that belongs to it, and no other files in the folder.
 * @throws LocalFault if a file cannot be deleted
 */
export function emptyDataFolder(folder: DataFolder): void {
  try {
    for (const path of [folder.postgres, folder.secrets, folder.state, folder.logs])
      rmSync(path, { recursive: true, force: true });
    mkdirSync(folder.logs, { recursive: true });
  } catch (error) {
    throw unusable(folder, error);
  }
}

/** Whether there is anything that `emptyDataFolder` would delete. */
export function hasData({ postgres }: DataFolder): boolean {
  try {
    return readdirSync(postgres).length > 0;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

/**
 * Reads a JSON file of ours; `undefined` if it is missing or truncated, so that it is written
 * again.
 */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes a JSON file atomically, readable by its owner only. */
export function writeJson(path: string, content: unknown): void {
  const next = `${path}.new`;
  try {
    writeFileSync(next, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

function dataFolder(path: string, from: string): DataFolder {
  return {
    path,
    postgres: join(path, 'postgres'),
    logs: join(path, 'logs'),
    lock: join(path, 'lock'),
    secrets: join(path, 'secrets.json'),
    state: join(path, 'state.json'),
    shown: (inside) => shorter(relative(from, inside), inside),
  };
}

// Avoids long relative paths such as ../../tmp/x/postgres.
function shorter(short: string, long: string): string {
  return short.startsWith('..') || short === '' ? long : short;
}

function unusable(folder: DataFolder, error: unknown): unknown {
  if (
    !isSystemError(
      error,
      'EACCES',
      'EPERM',
      'EROFS',
      'ENOTDIR',
      'EEXIST',
      'ENOENT',
      'ENOSPC',
      'EBUSY',
    )
  )
    return error;
  const where = folder.shown(error.path ?? folder.path);
  const reason: Record<string, string> = {
    EROFS: 'is on a read-only disk',
    ENOTDIR: 'is inside a file, not a folder',
    EEXIST: 'is a file, not a folder',
    ENOSPC: 'is on a disk that is full',
  };
  const message = `${where} ${reason[error.code ?? ''] ?? `is not writable (${error.code})`}`;
  return new LocalFault(
    message,
    [
      'Nothing was changed.',
      'Make it writable for you, or use another folder: npm start -- --data <folder>',
    ],
    {
      cause: error,
    },
  );
}
