import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'ahlt-run-';

/** Makes the folder of this run under the temporary folder and removes those that killed runs left behind. */
export function createRunFolder(): string {
  for (const entry of readdirSync(tmpdir())) {
    if (entry.startsWith(prefix) && !isAlive(Number(entry.slice(prefix.length).split('-')[0]))) {
      rmSync(join(tmpdir(), entry), { recursive: true, force: true });
    }
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // PostgreSQL runs as another user when the tests run as root, and has to reach its folder.
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
