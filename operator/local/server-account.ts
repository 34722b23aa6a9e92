import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { LocalFault } from './fault.ts';

const run = promisify(execFile);

/** The user that PostgreSQL runs as if it cannot run as the current one. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Command before the program, if changing the user is not enough. */
  readonly prefix: readonly string[];
}

/** How to start a program with `child_process`. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly user: { readonly uid?: number; readonly gid?: number };
}

const setpriv = '/usr/bin/setpriv';

/**
 * PostgreSQL refuses to run as root. It then runs as the owner of the database folder, as the user
 * "postgres", or as "nobody": no account is created. If that user cannot enter a parent folder (a
 * project below /root), a capability grants access.
 * @param folder the database folder, which may not exist
 * @param paths folders that the server must access
 * @throws LocalFault if it cannot access them
 */
export async function serverAccount(
  folder: string,
  paths: readonly string[],
): Promise<Account | undefined> {
  if (process.platform === 'win32' || userInfo().uid !== 0) return undefined;
  const user = ownerOf(folder) ?? (await userCalled('postgres')) ?? (await userCalled('nobody'));
  if (user === undefined)
    throw new LocalFault(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody"',
      ['Start as a user other than root.'],
    );
  const closed = paths.flatMap(ancestors).find((path) => (statSync(path).mode & 0o001) === 0);
  if (closed === undefined) return { ...user, prefix: [] };
  if (existsSync(setpriv)) return { ...user, prefix: letThrough(user) };
  throw new LocalFault(
    `PostgreSQL does not run as root, and the user it runs as cannot access ${closed}`,
    [
      'Start as a user other than root, or keep the project and its data in a folder that other users can read: npm start -- --data /var/lib/ahlt',
    ],
  );
}

/** Runs the program as that user; as the current one without an account. */
export function launchAs(
  account: Account | undefined,
  program: string,
  args: readonly string[],
): Launch {
  if (account === undefined) return { program, args, user: {} };
  const { uid, gid, prefix } = account;
  const [first, ...rest] = prefix;
  return first === undefined
    ? { program, args, user: { uid, gid } }
    : { program: first, args: [...rest, program, ...args], user: {} };
}

/**
 * Another user with access to all folders. Without the last flag the server's own access to its
 * files would still be refused.
 */
function letThrough({ uid, gid }: { uid: number; gid: number }): readonly string[] {
  const capability = [
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
    '--securebits',
    '+no_setuid_fixup',
  ];
  return [setpriv, '--reuid', String(uid), '--regid', String(gid), '--clear-groups', ...capability];
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const { uid, gid } = statSync(folder, { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  return uid === 0 ? undefined : { uid, gid };
}

async function userCalled(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

function ancestors(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), path];
}
