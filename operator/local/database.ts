import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { databaseUrl, provideDatabase, readLedger, runtimeRole } from '../clients/postgres.ts';
import { connectionProblem } from '../clients/postgres-connection.ts';
import type { DatabaseState } from '../environment/types.ts';
import type { Children } from './children.ts';
import type { DataFolder } from './data-folder.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { createCluster, inspectCluster, resetPassword } from './postgres-cluster.ts';
import { postgresPrograms } from './postgres-programs.ts';
import type { LocalSecrets } from './secrets.ts';
import { serverAccount } from './server-account.ts';

/** The database of this start, embedded or external. */
export interface LocalDatabase {
  /** For the list, e.g. `PostgreSQL 17.10, data in .data/postgres`. */
  readonly text: string;
  /** Port of the embedded server; unset for an external database. */
  readonly port?: number;
  /** Connection of commands that change the schema, and of those that only read and write rows. */
  readonly migratorUrl: string;
  readonly runtimeUrl: string;
  observe(): Promise<DatabaseState>;
  /** Creates or repairs roles and database; not for an external database. */
  provide(): Promise<void>;
  /** Resolves with a reason if the server ended by itself. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

const superuser = 'ahlt';
const run = promisify(execFile);

/** Starts the embedded server; creates the cluster the first time. */
export async function openEmbeddedDatabase(
  folder: DataFolder,
  options: {
    name: string;
    owner: string;
    secrets: LocalSecrets;
    secretsLost: boolean;
    port: number | undefined;
    children: Children;
  },
): Promise<LocalDatabase> {
  const { name, owner, secrets, children } = options;
  const programs = postgresPrograms();
  const account = await serverAccount(folder.postgres, [folder.path, dirname(programs.postgres)]);
  const login = { user: superuser, password: secrets.superuser };
  const version = run(programs.postgres, ['--version']);
  if (inspectCluster(folder) === 'absent') await createCluster(folder, programs, login, account);
  else if (options.secretsLost) await resetPassword(folder, programs, login, account);
  const port = await freePort(options.port);
  const server = await startPostgres(folder, { programs, port, account, children });

  const adminUrl = databaseUrl(`postgresql://127.0.0.1:${port}`, {
    ...login,
    database: 'postgres',
  });
  const url = (user: string, password: string) =>
    databaseUrl(adminUrl, { user, password, database: name });
  let provided = false;
  let stopping = false;
  const recovered = server.recovered ? ', recovered after an unclean shutdown' : '';
  return {
    text: `PostgreSQL ${/\d+\.\d+/.exec((await version).stdout)?.[0]}, data in ${folder.shown(folder.postgres)}${recovered}`,
    port,
    migratorUrl: url(name, secrets.migrator),
    runtimeUrl: url(runtimeRole(name), secrets.runtime),
    async observe() {
      // Once per start: it is cheap, and repairs everything that was changed or left incomplete.
      if (!provided) return { state: 'absent', missing: [`database ${name}`] };
      return observe(url(name, secrets.migrator));
    },
    async provide() {
      await provideDatabase(adminUrl, {
        name,
        owner,
        migratorPassword: secrets.migrator,
        runtimePassword: secrets.runtime,
      });
      provided = true;
    },
    lost: server.ended.then(() =>
      stopping ? new Promise<never>(() => {}) : 'PostgreSQL stopped unexpectedly',
    ),
    stop() {
      stopping = true;
      return server.stop();
    },
  };
}

/** An external database, given by DATABASE_URL. Only the app's commands change it. */
export function openOwnDatabase(databaseUrlGiven: string): LocalDatabase {
  const { hostname, port, pathname } = new URL(databaseUrlGiven);
  return {
    text: `${decodeURIComponent(pathname.slice(1))} at ${hostname}:${port || 5432}, from DATABASE_URL`,
    migratorUrl: databaseUrlGiven,
    runtimeUrl: databaseUrlGiven,
    observe: () => observe(databaseUrlGiven),
    provide: () => Promise.resolve(),
    lost: new Promise(() => {}),
    stop: () => Promise.resolve(),
  };
}

async function observe(url: string): Promise<DatabaseState> {
  try {
    return { state: 'ready', ledger: await readLedger(url) };
  } catch (error) {
    const { reason, message } = connectionProblem(error);
    return {
      state: 'blocked',
      reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason,
      message,
    };
  }
}
