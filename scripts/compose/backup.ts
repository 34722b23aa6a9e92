import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root } from '../image/docker.ts';
import { ComposeFault } from './fault.ts';
import type { Stack } from './stack.ts';
import { resync, runOnce } from './start.ts';
import { step } from './steps.ts';

/** Folder of the backups, ignored by git. */
const folder = join(root, 'backups');

const databaseOf = (environment: string): string => `ahlt_${environment}`;

/**
 * Dumps the database of an environment while it serves. Returns the file, which appears only when
 * complete.
 */
export async function backup(stack: Stack, environment: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, backupName(databaseOf(environment), now));
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await inPostgres(
      stack,
      ['pg_dump', '--format=custom', '--no-owner', '--no-privileges', databaseOf(environment)],
      {
        output: handle.fd,
      },
    );
  } catch (error) {
    await rm(`${file}.part`, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  return file;
}

/** `ahlt_dev-20261124T170000Z.dump`: sorts by time, and names the database. */
export function backupName(database: string, at: Date): string {
  return `${database}-${at.toISOString().replace(/[-:]|\.\d+/g, '')}.dump`;
}

/**
 * Restores an environment from a backup. The dump is restored into a second database, and the
 * current one is kept until that is complete; only then are they swapped, so a broken file costs
 * only downtime.
 */
export async function restore(stack: Stack, environment: string, file: string): Promise<void> {
  const [present, incoming, replaced] = ['', '_incoming', '_replaced'].map(
    (suffix) => `${databaseOf(environment)}${suffix}`,
  ) as [string, string, string];
  await step('backup', async () => {
    if (!(await stat(file).catch(() => undefined))?.isFile())
      throw new ComposeFault(`${file} does not exist`, [
        'make backup ENV=… creates one in backups/',
      ]);
    await inPostgres(stack, ['pg_restore', '--list'], await asInput(file));
    return `${relative(root, file)} can be read`;
  });
  await step('restore', async () => {
    await sql(
      stack,
      'postgres',
      `drop database if exists ${incoming} with (force); create database ${incoming} owner ${present} template template0 encoding 'UTF8'`,
    );
    await inPostgres(
      stack,
      [
        'pg_restore',
        '--no-owner',
        '--no-privileges',
        `--role=${present}`,
        '--exit-on-error',
        `--dbname=${incoming}`,
      ],
      await asInput(file),
    );
    return `into ${incoming}`;
  });
  await step('exchange', async () => {
    await stack.compose(['stop', `app-${environment}`]);
    await sql(stack, 'postgres', `drop database if exists ${replaced} with (force)`);
    await sql(
      stack,
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${present}'`,
    );
    await sql(
      stack,
      'postgres',
      `alter database ${present} rename to ${replaced}; alter database ${incoming} rename to ${present}`,
    );
    return `the previous database is kept as ${replaced} until the next restore`;
  });
  // Privileges of the roles, the schema of this image, its seed; then the app.
  await step(environment, async () => {
    await stack.compose([
      'up',
      '--detach',
      '--wait',
      '--wait-timeout',
      '180',
      `app-${environment}`,
    ]);
    return await stack.url(environment);
  });
  await step(`graph ${environment}`, async () => await resync(stack, environment), {
    optional: true,
  });
}

/** Runs a command that changes an environment through its one-shot service, e.g. `migrate`. */
export const runCommand = (
  stack: Stack,
  command: 'migrate' | 'seed',
  environment: string,
): Promise<string> => runOnce(stack, `${command}-${environment}`);

const sql = (stack: Stack, database: string, statements: string): Promise<string> =>
  inPostgres(stack, [
    'psql',
    '--no-psqlrc',
    '--quiet',
    '--set=ON_ERROR_STOP=1',
    `--dbname=${database}`,
    ...statements.split('; ').map((one) => `--command=${one}`),
  ]);

/** Runs a program of the database's own image, over its socket, as its administrator. */
async function inPostgres(
  stack: Stack,
  [program = '', ...args]: readonly string[],
  streams: { input?: string | number; output?: number } = {},
): Promise<string> {
  const password = (await readFile(join(stack.secrets, 'postgres-password'), 'utf8')).trim();
  const env = [
    '--env',
    'PGHOST=/var/run/postgresql',
    '--env',
    'PGUSER=ahlt',
    '--env',
    `PGPASSWORD=${password}`,
  ];
  return await stack.compose(['exec', '--no-TTY', ...env, 'postgres', program, ...args], streams);
}

async function asInput(file: string): Promise<{ input: number }> {
  return { input: (await open(file, 'r')).fd };
}
