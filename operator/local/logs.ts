import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

const fullBytes = 5_000_000;

/**
 * Path of a log to append to. When it has grown large it is put aside first; one older log is kept.
 */
export function rotateLog(folder: DataFolder, name: string): string {
  const log = join(folder.logs, `${name}.log`);
  if (existsSync(log) && statSync(log).size > fullBytes) renameSync(log, `${log}.1`);
  return log;
}

/**
 * The last lines of a log; none when there is no log. Empty lines and places in the source are left
 * out: they stay in the log.
 */
export function logTail(log: string, lines: number): readonly string[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter(
      (line) => line.trim() !== '' && !/^\s+at /.test(line) && !/^Node\.js v[\d.]+$/.test(line),
    )
    .slice(-lines);
}
