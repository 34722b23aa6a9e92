import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached, cachedOrMade } from './cache.ts';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('schemathesis/requirements.txt', import.meta.url));

const config = fileURLToPath(new URL('schemathesis/schemathesis.toml', import.meta.url));

/** Whether this machine has it, or can get it. */
export const findSchemathesis = async (): Promise<string | undefined> => cached(await cacheKey());

/** Version of Python, such as "3.12"; undefined when there is none that Schemathesis runs on. */
export async function pythonVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await run('python3', [
      '-c',
      'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")',
    ]);
    const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
    return major === 3 && minor >= 10 ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Fetches Schemathesis with all that it needs, in the versions of requirements.txt, from the Python
 * index once; nothing later.
 */
export async function fetchSchemathesis(): Promise<string> {
  return cachedOrMade(await cacheKey(), async (folder) => {
    const target = join(folder, 'lib');
    await run('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--target',
      target,
      '--requirement',
      requirements,
    ]);
  });
}

export interface SchemathesisRun {
  readonly passed: boolean;
  /** What it printed. */
  readonly report: string;
}

/**
 * Runs it with arguments of its own command line; it leaves nothing behind. @param folder where it
 * may write
 */
export async function schemathesis(
  args: readonly string[],
  folder: string,
): Promise<SchemathesisRun> {
  const home = await fetchSchemathesis();
  const options = {
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: join(home, 'lib'),
      PYTHONDONTWRITEBYTECODE: '1',
      NO_COLOR: '1',
    },
    maxBuffer: 64 * 1024 * 1024,
  };
  try {
    const { stdout } = await run(
      'python3',
      ['-m', 'schemathesis.cli', '--config-file', config, ...args],
      options,
    );
    return { passed: true, report: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { passed: false, report: `${stdout}\n${stderr}` };
  }
}

async function cacheKey(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .update((await pythonVersion()) ?? '');
  return `schemathesis-${hash.digest('hex').slice(0, 16)}`;
}
