import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

const fullBytes = 5_000_000;

/** Path of a log to append to. When it has grown large it is put aside first; one older log is kept. */
export function rotateLog(folder: DataFolder, name: string): string {
  const log = join(folder.logs, `${name}.log`);
  if (existsSync(log) && statSync(log).size > fullBytes) renameSync(log, `${log}.1`);
  return log;
}

/** The last lines of a log, without empty ones; none when there is no log. */
export function logTail(log: string, lines: number): readonly string[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8').split('\n').filter(Boolean).slice(-lines);
}
