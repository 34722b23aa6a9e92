import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Interval of the holder's heartbeat; after a longer silence it is assumed dead. */
const beatMillis = 1_000;
const silenceMillis = 15_000;

/**
 * Takes the lock that keeps two scripts from installing at the same time, and waits for it as long
 * as its holder lives. A holder shows that by the file's time, not by its process id, which means
 * nothing in another container that shares the folder.
 * @param {string} path file of the lock
 * @param {() => void} onWait called once when another process holds it
 * @returns {Promise<() => void>} how to give it back
 */
export async function holdLock(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  const token = randomUUID();
  let waited = false;
  while (!create(path, token)) {
    if (breakWhenSilent(path)) continue;
    if (!waited) onWait();
    waited = true;
    await sleep(200);
  }
  const beat = setInterval(() => touch(path), beatMillis);
  return () => {
    clearInterval(beat);
    if (read(path) === token) rmSync(path, { force: true });
  };
}

/**
 * Creates the file with its content in one step; false when it is there.
 * @param {string} path
 * @param {string} token
 */
function create(path, token) {
  const next = `${path}.${token}`;
  writeFileSync(next, token);
  try {
    linkSync(next, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(next, { force: true });
  }
}

/**
 * Takes a lock away whose holder is dead. Returns whether it makes sense to try at once.
 * @param {string} path
 */
function breakWhenSilent(path) {
  const token = read(path);
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (token === undefined || mtimeMs === undefined) return true;
  if (Date.now() - mtimeMs < silenceMillis) return false;
  const stale = `${path}.${randomUUID()}`;
  try {
    renameSync(path, stale);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true;
    throw error;
  }
  // Another process may have broken it before us: then this is its new lock, and is put back.
  if (read(stale) !== token) linkBack(stale, path);
  rmSync(stale, { force: true });
  return true;
}

/**
 * @param {string} from
 * @param {string} to
 */
function linkBack(from, to) {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
