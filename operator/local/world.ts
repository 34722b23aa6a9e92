import { join } from 'node:path';
import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { runKey } from '../environment/keys.ts';
import type { Observed } from '../environment/types.ts';
import { appImage } from './app-source.ts';
import { appVariables } from './app-variables.ts';
import type { Children } from './children.ts';
import type { App } from './commands.ts';
import type { LocalWorld } from './converge.ts';
import type { DataFolder } from './data-folder.ts';
import type { LocalDatabase } from './database.ts';
import { localDesired } from './desired.ts';
import { type Environment, type LocalConfig, type LocalOptions, metricsPortOf } from './options.ts';
import { freePort } from './ports.ts';
import { createCommandRuns } from './run-commands.ts';
import type { Screen } from './screen.ts';
import { loadSecrets } from './secrets.ts';
import { createService } from './service.ts';
import { loadState, saveState } from './state.ts';

/** Inputs of a start. */
export interface Start {
  /** The repository's root. */
  readonly root: string;
  readonly options: Pick<LocalOptions, 'demo' | 'fresh' | 'yes'>;
  readonly config: LocalConfig;
  /** Unparsed environment variables. */
  readonly variables: Environment;
  readonly port: number;
  readonly folder: DataFolder;
  readonly children: Children;
  readonly screen: Screen;
  /** Collects how to stop each thing that was started, in reverse order. */
  readonly stack: AsyncDisposableStack;
}

/**
 * Commands, service and desired state on top of an existing database: what the plan is executed on.
 */
export async function createWorld(
  given: Start,
  environment: ConnectedEnvironment,
  database: LocalDatabase,
  program: string,
): Promise<LocalWorld> {
  const { root, options, config, variables, port, folder, children, screen, stack } = given;
  const since = Date.now();
  const kept = loadState(folder);
  const state = {
    ...kept,
    metricsPort: await freePort(kept.metricsPort ?? metricsPortOf(port)),
    ...(database.port && { postgresPort: database.port }),
  };
  saveState(folder, state);

  const { sessionKey, migrator } = loadSecrets(folder).secrets;
  const facts = { host: config.host, port, metricsPort: state.metricsPort, sessionKey };
  const app: App = { program, variables: appVariables(environment, facts, config, variables) };
  const commands = createCommandRuns({ app, folder, children, database, state });
  stack.defer(commands.stop);
  const service = createService({
    app,
    folder,
    children,
    secrets: { DATABASE_URL: database.runtimeUrl },
    host: config.host,
    port,
    deadlineSeconds: environment.spec.rollout.deadlineSeconds,
    notice: (lines) => screen.print(lines.map((line) => `   ${line}`)),
  });
  stack.defer(service.stop);

  const image = appImage(root);
  let approvedPlan: string | undefined;
  return {
    since,
    database,
    service,
    runs: commands.all,
    run: commands.run,
    log: (command) => folder.shown(join(folder.logs, `${command}.log`)),
    secretChecksum: runKey(config.databaseUrl ?? migrator),
    desired: (observed) =>
      localDesired(environment, {
        image,
        profile: options.demo || hasDemo(observed) ? 'demo' : environment.spec.seed.profile,
        startedAt: since,
        ...(database.port !== undefined && { postgresPort: database.port }),
        ...(config.graph && { graphUri: config.graph.uri }),
        ...(approvedPlan !== undefined && { approvedPlan }),
      }),
    async approve(effect, hash) {
      const yes = options.yes || (await screen.ask(`${effect}. Run it?`));
      if (yes) approvedPlan = hash;
      return yes;
    },
  };
}

/**
 * Demo data stays desired once it was requested: otherwise the seed would alternate between two
 * profiles.
 */
const hasDemo = ({ database }: Observed): boolean =>
  database.state === 'ready' && database.ledger.seed?.profile === 'demo';
