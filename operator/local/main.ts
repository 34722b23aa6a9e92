import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processEnvironment } from '../config.ts';
import { createChildren } from './children.ts';
import { openDataFolder } from './data-folder.ts';
import { LocalFault } from './fault.ts';
import { fullDiskFault } from './full-disk.ts';
import { lockInstance } from './instance-lock.ts';
import {
  defaultPort,
  type LocalConfig,
  type LocalOptions,
  parseLocalConfig,
  parseOptions,
  usage,
} from './options.ts';
import { renderAdvice, renderReady } from './render.ts';
import { createScreen, type Screen } from './screen.ts';
import { type Running, start } from './start.ts';
import { StepFault } from './step-fault.ts';
import { stopSignals } from './stop-signals.ts';

/** The repository's root. */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

process.exitCode = await main();
// A regular end of Node removes the handlers of signals first, and one that npm passes on late would
// kill the process after it stopped.
process.once('beforeExit', () => process.exit());

/** Parses the options, runs until stopped, and returns the exit code. */
async function main(): Promise<number> {
  const variables = processEnvironment();
  const options = parseOptions(process.argv.slice(2));
  const config = parseLocalConfig(variables);
  if (!options.ok || !config.ok) {
    const problems = [options, config].flatMap((parsed) => (parsed.ok ? [] : parsed.problems));
    process.stderr.write(
      `${problems.map((problem) => `${problem}\n`).join('')}\nSee: npm start -- --help\n`,
    );
    return 2;
  }
  if (options.value.help) {
    process.stdout.write(usage);
    return 0;
  }
  return run(options.value, config.value, variables);
}

async function run(
  options: LocalOptions,
  config: LocalConfig,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const screen = createScreen(process.stdout, process.stdin);
  screen.title('dev');
  try {
    return await live(screen, options, config, variables);
  } catch (error) {
    return fail(screen, error);
  } finally {
    screen.close();
  }
}

/**
 * Runs from start to stop. Stops everything that was started, in reverse order, before returning.
 */
async function live(
  screen: Screen,
  options: LocalOptions,
  config: LocalConfig,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  screen.begin('configuration', '');
  const folder = openDataFolder(resolve(options.data ?? config.data ?? '.data'), process.cwd());
  const lock = await lockInstance(folder);
  await using stack = new AsyncDisposableStack();
  stack.defer(lock.release);
  const children = createChildren(lock.adopt);
  stack.defer(children.stop);
  const stopped = stopSignals(() => {
    children.kill();
    lock.release();
    screen.close();
    process.exit(130);
  }, config);

  const swallowed = config.swallowed;
  const port = options.port ?? swallowed.port ?? config.port ?? defaultPort;
  const wanted = {
    ...options,
    demo: options.demo || swallowed.demo,
    fresh: options.fresh || swallowed.fresh,
  };
  const starting = start({
    root,
    options: wanted,
    config,
    variables,
    port,
    folder,
    children,
    screen,
    stack,
  });
  const running = await Promise.race([starting, stopped]);
  if (running !== 'stopped') {
    lock.announce(running.url);
    screen.print(readyLines(running, config, screen));
    const end = await Promise.race([running.failed, stopped]);
    if (end !== 'stopped') throw end;
  }
  // A start in progress cannot continue without new processes, and nothing waits for it.
  children.refuse();
  lock.farewell();
  starting.catch(() => undefined);
  await stop(
    stack,
    screen,
    config.databaseUrl === undefined ? folder.shown(folder.postgres) : 'your database',
  );
  return 0;
}

function readyLines(running: Running, config: LocalConfig, screen: Screen): readonly string[] {
  const { admin, demo } = running.takePasswords();
  const hints = [
    ...(running.demo ? [] : ['--demo adds demo data']),
    ...(config.databaseUrl === undefined ? ['--fresh starts over'] : []),
  ];
  return renderReady(
    {
      url: running.url,
      ...(running.seeded && { user: 'admin' }),
      ...(admin !== undefined && { password: admin }),
      ...(demo !== undefined && { demoPassword: demo }),
      hints,
    },
    screen.canvas,
  );
}

async function stop(stack: AsyncDisposableStack, screen: Screen, where: string): Promise<void> {
  const slow = setTimeout(
    () =>
      screen.print([
        '',
        '   Stopping: finishing the current step. Press Ctrl-C again to stop at once.',
      ]),
    1000,
  );
  await stack.disposeAsync();
  clearTimeout(slow);
  screen.print(['', `   Stopped. The data is kept in ${where}.`]);
}

/** Shows the failure in the list, and what to do below it. */
function fail(screen: Screen, error: unknown): number {
  const fault = fullDiskFault(error) ?? (error instanceof LocalFault ? error : unexpected(error));
  const step = fault instanceof StepFault ? fault.step : screen.running();
  // The list has one line for the failure; the rest follows below it.
  const [first = '', ...more] = fault.message.split('\n').filter((line) => line.trim() !== '');
  if (step === undefined) screen.print(['', ...renderAdvice([first], screen.canvas)]);
  else screen.finish(step, 'failed', first);
  screen.print(['', ...renderAdvice([...more, ...fault.advice], screen.canvas)]);
  return fault.exitCode;
}

/** A bug: the stack helps to fix it. */
function unexpected(error: unknown): LocalFault {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return new LocalFault(
    message,
    [
      ...stack
        .split('\n')
        .slice(1, 8)
        .map((line) => line.trim()),
      '',
      'Try again: npm start',
    ],
    { cause: error },
  );
}
