import { refusedBy } from '../confirm.ts';
import { failure } from '../failure.ts';
import { CommandFailed } from '../image/docker.ts';
import { checkMachine } from '../image/needs.ts';
import { backup, restore, runCommand } from './backup.ts';
import { ComposeFault } from './fault.ts';
import { hasSecrets } from './secret-files.ts';
import { environmentOf, openStack, type Stack } from './stack.ts';
import { resync, startEnvironments, startInfra } from './start.ts';
import { step } from './steps.ts';

const usage = `Usage: npm run compose -- <command>

  infra                   PostgreSQL and Neo4j, until they are healthy
  up [environment …]      these environments, or all
  down | ps               stop everything (keeps the data) | list containers
  logs <environment>      follow its log
  migrate | seed | resync <environment>
  backup <environment>    into backups/
  restore <environment> <file>
  clean                   stop everything and delete the data

restore and clean ask for a name; CONFIRM=<name> skips the question.
`;

/** Commands that also need the image builder. */
const builds = ['up'];

type Command = (stack: Stack, words: readonly string[]) => Promise<number | undefined>;

const commands: Readonly<Record<string, Command>> = {
  infra: quietly(startInfra),
  up: quietly((stack, words) =>
    startEnvironments(
      stack,
      words.length > 0 ? words.map((name) => environmentOf(stack, name)) : stack.environments,
    ),
  ),
  down: (stack) => stack.show(['down', '--remove-orphans']),
  ps: (stack) =>
    stack.show(['ps', '--all', '--format', 'table {{.Service}}\t{{.Status}}\t{{.Ports}}']),
  logs: (stack, [name]) =>
    stack.show([
      'logs',
      '--follow',
      '--no-log-prefix',
      '--tail',
      '100',
      `app-${environmentOf(stack, name)}`,
    ]),
  migrate: started((stack, [name]) =>
    step('migrate', () => runCommand(stack, 'migrate', environmentOf(stack, name))),
  ),
  seed: started((stack, [name]) =>
    step('seed', () => runCommand(stack, 'seed', environmentOf(stack, name))),
  ),
  resync: started((stack, [name]) =>
    step('resync', () => resync(stack, environmentOf(stack, name))),
  ),
  backup: started((stack, [name]) =>
    step('backup', () => backup(stack, environmentOf(stack, name), new Date())),
  ),
  restore: started(async (stack, [name, file]) => {
    const environment = environmentOf(stack, name);
    if (!file) throw new ComposeFault('Which file?', ['make restore ENV=dev FILE=backups/….dump']);
    await confirm(environment, `This replaces everything in ${environment} by ${file}.`);
    await restore(stack, environment, file);
  }),
  clean: quietly(async (stack) => {
    await confirm(
      stack.project,
      `This deletes the databases and graphs of ${stack.environments.join(', ')}, and makes their secrets useless.`,
    );
    await step('clean', async () => {
      await stack.compose(['down', '--volumes', '--remove-orphans']);
      return 'containers, networks and volumes deleted';
    });
  }),
};

function quietly(work: (stack: Stack, words: readonly string[]) => Promise<unknown>): Command {
  return async (stack, words) => {
    await work(stack, words);
    return 0;
  };
}

/** For commands that need an existing environment. */
function started(work: (stack: Stack, words: readonly string[]) => Promise<unknown>): Command {
  return quietly(async (stack, words) => {
    const environment = environmentOf(stack, words[0]);
    if (!(await hasSecrets(stack.secrets)))
      throw new ComposeFault(`${environment} has not been started on this machine`, [
        `make ${environment} starts it.`,
      ]);
    await work(stack, words);
  });
}

/** @throws ComposeFault if another name is typed */
async function confirm(name: string, consequence: string): Promise<void> {
  const refusal = await refusedBy(name, consequence);
  if (refusal !== undefined) throw new ComposeFault(refusal);
}

try {
  const [name = '', ...words] = process.argv.slice(2);
  const command = commands[name];
  if (command === undefined) process.stderr.write(usage);
  if (command === undefined) process.exitCode = 2;
  else {
    await checkMachine(
      builds.includes(name) ? ['engine', 'compose', 'buildx'] : ['engine', 'compose'],
    );
    process.exitCode = await command(
      await openStack(),
      words.filter((word) => word !== ''),
    );
  }
} catch (error) {
  if (!(error instanceof ComposeFault || error instanceof CommandFailed)) throw error;
  process.stderr.write(failure(error.message, error instanceof ComposeFault ? error.advice : []));
  process.exitCode = 1;
}
