import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { databaseUrl, runtimeRole } from '../clients/postgres.ts';
import { appVariables } from './app-variables.ts';
import { createChildren } from './children.ts';
import { appCommand } from './commands.ts';
import { type DataFolder, hasData, openDataFolder } from './data-folder.ts';
import { openEmbeddedDatabase } from './database.ts';
import { readLocalEnvironment } from './desired.ts';
import { LocalFault } from './fault.ts';
import { lockInstance, runningInstance } from './instance-lock.ts';
import { keptBundle } from './kept-bundle.ts';
import { defaultPort, type Environment, type LocalConfig, metricsPortOf } from './options.ts';
import { loadSecrets } from './secrets.ts';
import { loadState } from './state.ts';

/** A command of the app, and where it was called. */
export interface AppCommandRequest {
  /** The repository's root. */
  readonly root: string;
  /** The command, followed by its arguments. */
  readonly words: readonly string[];
  readonly config: LocalConfig;
  /** Unparsed environment variables. */
  readonly variables: Environment;
  /** Path of the data folder. */
  readonly data: string;
  /** Folder that paths in the arguments are relative to. */
  readonly from: string;
}

/** Connections of a command: as the schema owner, or as the app. */
interface DatabaseUrls {
  readonly migrator: string;
  readonly runtime: string;
}

/**
 * Runs a command of the app on the local environment and returns its exit code. Uses the PostgreSQL
 * of a running `npm start`; otherwise starts it for the duration of the command, under the same
 * lock.
 * @throws LocalFault if there is no local environment yet, or it is still starting
 */
export async function runAppCommand(request: AppCommandRequest): Promise<number> {
  const { config, words, data, root } = request;
  const [command] = words;
  if (command === undefined || words.some((word) => ['--help', '-h', '--version'].includes(word)))
    return run(request, {});
  if (command === 'serve')
    throw new LocalFault('npm start already serves the local environment', ['Start it: npm start']);
  if (config.databaseUrl !== undefined)
    return run(request, settingsFor(request, same(config.databaseUrl)));

  const folder = openDataFolder(data, root);
  if (!hasData(folder))
    throw new LocalFault(`there is no local environment in ${folder.shown(folder.path)} yet`, [
      'Create it: npm start      In another folder: AHLT_DATA=<folder> npm run ahlt -- …',
    ]);
  const instance = runningInstance(folder);
  if (instance !== undefined && !instance.stopping) {
    if (instance.url === undefined)
      throw new LocalFault('npm start is still starting', [
        'Try again when it reports that it is ready.',
      ]);
    const port = loadState(folder).postgresPort;
    return run(request, settingsFor(request, localUrls(folder, port, request), folder));
  }
  return await withDatabase(request, folder);
}

/** Starts PostgreSQL, runs the command, and stops it again. A concurrent start waits. */
async function withDatabase(request: AppCommandRequest, folder: DataFolder): Promise<number> {
  const lock = await lockInstance(folder, { brief: true });
  await using stack = new AsyncDisposableStack();
  stack.defer(lock.release);
  const children = createChildren(lock.adopt);
  stack.defer(children.stop);
  const { metadata, spec } = readLocalEnvironment(request.root);
  const { secrets, lost: secretsLost } = loadSecrets(folder);
  const database = await openEmbeddedDatabase(folder, {
    name: spec.database.name,
    owner: `${metadata.namespace}/${metadata.name}`,
    secrets,
    secretsLost,
    port: loadState(folder).postgresPort,
    children,
  });
  stack.defer(database.stop);
  await database.provide();
  const urls = { migrator: database.migratorUrl, runtime: database.runtimeUrl };
  return await run(request, settingsFor(request, urls, folder));
}

const same = (url: string): DatabaseUrls => ({ migrator: url, runtime: url });

function localUrls(
  folder: DataFolder,
  port: number | undefined,
  { root }: AppCommandRequest,
): DatabaseUrls {
  const { name } = readLocalEnvironment(root).spec.database;
  const { migrator, runtime } = loadSecrets(folder).secrets;
  const url = (user: string, password: string) =>
    databaseUrl(`postgresql://127.0.0.1:${port}`, { user, password, database: name });
  return { migrator: url(name, migrator), runtime: url(runtimeRole(name), runtime) };
}

/**
 * The variables of the command: those set by `npm start`. Only commands that change the schema run
 * as its owner.
 */
function settingsFor(
  { root, words, config, variables }: AppCommandRequest,
  urls: DatabaseUrls,
  folder?: DataFolder,
): Record<string, string> {
  const sessionKey = folder === undefined ? 'x'.repeat(64) : loadSecrets(folder).secrets.sessionKey;
  const port = config.port ?? defaultPort;
  const metricsPort = (folder && loadState(folder).metricsPort) ?? metricsPortOf(port);
  const facts = { host: config.host, port, metricsPort, sessionKey };
  const owns = ['migrate', 'seed'].includes(words[0] ?? '');
  return {
    ...appVariables(readLocalEnvironment(root), facts, config, variables),
    DATABASE_URL: owns ? urls.migrator : urls.runtime,
  };
}

/** Runs the app on our terminal. The app handles signals; we wait until it has ended. */
async function run(
  { root, words, variables, from }: AppCommandRequest,
  settings: Record<string, string>,
): Promise<number> {
  const { program, args } = appCommand(await keptBundle(root), words);
  const child = spawn(program, [...args], {
    cwd: from,
    stdio: 'inherit',
    env: { ...variables, ...settings },
  });
  // A terminal sends Ctrl-C to the app as well; signals that only we receive are passed on.
  const stay = () => undefined;
  const pass = () => void child.kill('SIGTERM');
  process.on('SIGINT', stay).on('SIGTERM', pass).on('SIGHUP', pass);
  try {
    return await new Promise<number>((settle, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    process.off('SIGINT', stay).off('SIGTERM', pass).off('SIGHUP', pass);
  }
}
