import type { CommandRun, RunCommand } from '../environment/types.ts';
import type { Children } from './children.ts';
import { type App, runCommand } from './commands.ts';
import type { DataFolder } from './data-folder.ts';
import type { LocalDatabase } from './database.ts';
import { keepFirstPasswords } from './secrets.ts';
import { type LocalState, saveState } from './state.ts';

/** Runs the app's commands and remembers them, for this start and the next. */
export interface CommandRuns {
  all(): readonly CommandRun[];
  run(command: RunCommand): Promise<CommandRun>;
  /** Ends the running one. */
  stop(): Promise<void>;
}

export function createCommandRuns(options: {
  app: App;
  folder: DataFolder;
  children: Children;
  database: Pick<LocalDatabase, 'migratorUrl' | 'runtimeUrl'>;
  state: LocalState;
}): CommandRuns {
  const { app, folder, children, database, state } = options;
  let runs = state.runs;
  const stopping = new AbortController();
  // If seeding were aborted between its commit and its output, the initial password would be lost.
  const never = new AbortController();
  let current: Promise<unknown> = Promise.resolve();

  const run = async (command: RunCommand): Promise<CommandRun> => {
    const url = command.command === 'resync' ? database.runtimeUrl : database.migratorUrl;
    const secrets = {
      DATABASE_URL: url,
      ...(command.command === 'seed' && { SHOW_PASSWORD: 'true' }),
    };
    const { signal } = command.command === 'seed' ? never : stopping;
    const { result, ...done } = await runCommand(command, {
      app,
      folder,
      children,
      secrets,
      signal,
    });
    const { adminPassword, demoPassword, ...rest } = (result ?? {}) as SeedPasswords;
    keepFirstPasswords(folder, { admin: adminPassword, demo: demoPassword });
    const remembered = result === undefined ? done : { ...done, result: rest };
    runs = [...runs, remembered];
    saveState(folder, { ...state, runs });
    return remembered;
  };
  return {
    all: () => runs,
    run(command) {
      const running = run(command);
      current = running.catch(() => undefined);
      return running;
    },
    async stop() {
      stopping.abort();
      await current;
    },
  };
}

interface SeedPasswords {
  readonly adminPassword?: string;
  readonly demoPassword?: string;
}
