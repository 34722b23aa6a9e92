import { execFile } from 'node:child_process';
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataFolder } from './data-folder.ts';
import { isSystemError, LocalFault } from './fault.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { type Account, launchAs } from './server-account.ts';

const run = promisify(execFile);

/** Major version of the embedded server, the one the app is built for. */
const majorVersion = '17';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * The content of the database folder: nothing yet, or a cluster that the embedded server can run.
 * @throws LocalFault if it is something else, or was created by another major version; nothing is
 * changed then
 */
export function inspectCluster(folder: DataFolder): 'absent' | 'present' {
  const where = folder.shown(folder.postgres);
  const entries = entriesOf(folder);
  if (entries.length === 0) return 'absent';
  const version = entries.includes('PG_VERSION')
    ? readFileSync(join(folder.postgres, 'PG_VERSION'), 'utf8').trim()
    : undefined;
  if (version === majorVersion) return 'present';
  const away = `Move it away (mv ${where} ${where}-kept), or delete it and start over: npm start -- --fresh`;
  if (version !== undefined)
    throw new LocalFault(
      `${where} was created by PostgreSQL ${version}, but this is PostgreSQL ${majorVersion}`,
      ['Nothing was changed.', away],
    );
  const found = entries.slice(0, 3).join(', ') + (entries.length > 3 ? ', …' : '');
  throw new LocalFault(
    `${where} is not a PostgreSQL folder: it has no PG_VERSION file (${found})`,
    ['Nothing was changed.', away],
  );
}

/**
 * Creates a new cluster whose superuser has the given credentials. It gets its final name only when
 * complete.
 */
export async function createCluster(
  folder: DataFolder,
  programs: PostgresPrograms,
  login: Login,
  account?: Account,
): Promise<void> {
  const next = `${folder.postgres}.new`;
  const passwordFile = `${folder.postgres}.password`;
  for (const left of [next, passwordFile]) rmSync(left, { recursive: true, force: true });
  mkdirSync(next, { mode: 0o700 });
  writeFileSync(passwordFile, login.password, { mode: 0o600 });
  try {
    if (account) for (const path of [next, passwordFile]) chownSync(path, account.uid, account.gid);
    // The builtin locale sorts the same on every computer, independent of its locales.
    const locale = [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const args = [
      `--pgdata=${next}`,
      `--username=${login.user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--no-instructions',
    ];
    const launch = launchAs(account, programs.initdb, [...args, ...locale]);
    await run(launch.program, launch.args, {
      ...launch.user,
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    });
    rmSync(folder.postgres, { recursive: true, force: true });
    renameSync(next, folder.postgres);
  } catch (error) {
    if (error instanceof LocalFault) throw error;
    throw new LocalFault(
      `PostgreSQL could not be set up: ${reasonOf(error)}`,
      ['Nothing was kept.', 'Try again: npm start'],
      {
        cause: error,
      },
    );
  } finally {
    for (const left of [next, passwordFile]) rmSync(left, { recursive: true, force: true });
  }
}

/**
 * Resets the superuser's password without logging in, if it was lost. The server must not be
 * running.
 */
export async function resetPassword(
  folder: DataFolder,
  programs: PostgresPrograms,
  login: Login,
  account?: Account,
): Promise<void> {
  const launch = launchAs(account, programs.postgres, [
    '--single',
    '-D',
    folder.postgres,
    'postgres',
  ]);
  const child = run(launch.program, launch.args, {
    ...launch.user,
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  child.child.stdin?.end(`alter role "${login.user}" password '${login.password}'\n`);
  await child.catch((error: unknown) => {
    const advice = [
      'Nothing was deleted.',
      'Try again: npm start      Start over without the data: npm start -- --fresh',
    ];
    throw new LocalFault(`PostgreSQL did not start: ${reasonOf(error)}`, advice, { cause: error });
  });
}

function entriesOf(folder: DataFolder): readonly string[] {
  try {
    return readdirSync(folder.postgres);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    if (!isSystemError(error, 'EACCES', 'EPERM', 'ENOTDIR')) throw error;
    const problem =
      error.code === 'ENOTDIR' ? 'is a file, not a folder' : `is not readable (${error.code})`;
    throw new LocalFault(`${folder.shown(folder.postgres)} ${problem}`, [
      'Nothing was changed.',
      'Make it readable for you, move it away, or use another folder: npm start -- --data <folder>',
    ]);
  }
}

/** The first line that is an error. Later lines are about cleanup. */
function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const lines = (stderr || message || String(error)).trim().split('\n');
  const reason = lines
    .flatMap((line) => /\b(?:FATAL|PANIC|ERROR|error):\s*(.+)$/.exec(line)?.[1] ?? [])
    .at(0);
  return reason ?? lines.at(-1) ?? '';
}
