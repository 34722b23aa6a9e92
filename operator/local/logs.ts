import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

const fullBytes = 5_000_000;

/**
 * Returns the path of a log to append to. Renames it first if it has grown large; keeps one older
 * log.
 */
export function rotateLog(folder: DataFolder, name: string): string {
  const log = join(folder.logs, `${name}.log`);
  if (existsSync(log) && statSync(log).size > fullBytes) renameSync(log, `${log}.1`);
  return log;
}

/**
 * Returns the last lines of a log; none if there is no log. Omits empty lines and stack frames,
 * which stay in the log.
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
