import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import type { Plan } from '../environment/types.ts';
import { checkAppPort } from './app-port.ts';
import { localUrl } from './app-variables.ts';
import { converge, type LocalWorld, type Progress } from './converge.ts';
import { emptyDataFolder, hasData } from './data-folder.ts';
import { type LocalDatabase, openEmbeddedDatabase, openOwnDatabase } from './database.ts';
import { environmentFile, readLocalEnvironment } from './desired.ts';
import { LocalFault } from './fault.ts';
import { keptBundle } from './kept-bundle.ts';
import { type FirstPasswords, loadSecrets, takeFirstPasswords } from './secrets.ts';
import { loadState } from './state.ts';
import { createWorld, type Start } from './world.ts';

/** A local environment that serves. */
export interface Running {
  readonly url: string;
  /** Whether there is an administrator account. */
  readonly seeded: boolean;
  readonly demo: boolean;
  /** Initial passwords that were never shown; the caller must show them. */
  takePasswords(): FirstPasswords;
  /** Resolves when it cannot continue. */
  readonly failed: Promise<LocalFault>;
}

/**
 * Brings the environment from any state to ready, and shows each step.
 * @throws LocalFault if a step failed; the stack stops the started processes
 */
export async function start(given: Start): Promise<Running> {
  const { root, config, folder, screen, stack, port } = given;
  screen.begin('configuration', environmentFile);
  const environment = readLocalEnvironment(root);
  await checkAppPort(config.host, port);
  if (given.options.fresh) await beginAgain(given);
  screen.finish('configuration', 'done', environmentFile);

  screen.begin('database', config.databaseUrl === undefined ? 'starting PostgreSQL' : 'connecting');
  const bundling = keptBundle(root);
  // Its failure is reported below, once the database has started.
  bundling.catch(() => undefined);
  const database = await openDatabase(given, environment);
  stack.defer(database.stop);
  const world = await createWorld(given, environment, database, await bundling);
  const settled = await converge(world, screen);

  const ended = new AbortController();
  stack.defer(() => ended.abort());
  void keepUp(world, settled, screen.print, ended.signal);
  const state = await database.observe();
  const profile = state.state === 'ready' ? state.ledger.seed?.profile : undefined;
  return {
    url: localUrl(config.host, port),
    seeded: profile !== undefined,
    demo: profile === 'demo',
    takePasswords: () => takeFirstPasswords(folder),
    failed: Promise.race([world.service.failed, lost(world)]),
  };
}

/** Deletes the local database after confirmation. */
async function beginAgain({ config, folder, options, screen }: Start): Promise<void> {
  if (config.databaseUrl !== undefined)
    throw new LocalFault(
      '--fresh deletes the local database only, but DATABASE_URL names another one',
      ['Nothing was deleted.      Unset DATABASE_URL, or omit --fresh.'],
    );
  if (!hasData(folder)) return emptyDataFolder(folder);
  const where = folder.shown(folder.postgres);
  if (
    !options.yes &&
    !(await screen.ask(`Delete the local database in ${where} with everything in it?`))
  )
    throw new LocalFault('--fresh was not confirmed', [
      'Nothing was deleted.      To skip the question: npm start -- --fresh --yes',
    ]);
  emptyDataFolder(folder);
}

async function openDatabase(
  { config, folder, children }: Start,
  environment: ConnectedEnvironment,
): Promise<LocalDatabase> {
  if (config.databaseUrl !== undefined) return openOwnDatabase(config.databaseUrl);
  const { secrets, lost: secretsLost } = loadSecrets(folder);
  const { name, namespace } = environment.metadata;
  const port = loadState(folder).postgresPort;
  return openEmbeddedDatabase(folder, {
    name: environment.spec.database.name,
    owner: `${namespace}/${name}`,
    secrets,
    secretsLost,
    port,
    children,
  });
}

async function lost({ database, log }: LocalWorld): Promise<LocalFault> {
  return new LocalFault(await database.lost, [
    `No data is lost.      Log: ${log('postgres')}      Start again: npm start`,
  ]);
}

/**
 * Ongoing work, as in a cluster: a graph that could not be built yet, and its schedule. Failures
 * are retried the next time.
 */
async function keepUp(
  world: LocalWorld,
  settled: Plan,
  print: (lines: readonly string[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const progress: Progress = {
    begin: () => {},
    finish(step, state, text) {
      if (step === 'resync' && state === 'done' && !text.startsWith('already'))
        print([`   The graph is up to date again: ${text}.`]);
    },
  };
  let next: Plan | undefined = settled;
  while (!signal.aborted && (next === undefined || next.requeueAfterSeconds !== undefined)) {
    await sleep(1000 * Math.min(next?.requeueAfterSeconds ?? 30, 3600), undefined, {
      signal,
      ref: false,
    }).catch(() => undefined);
    if (signal.aborted) return;
    next = await converge({ ...world, since: Date.now() }, progress).catch(() => undefined);
  }
}
