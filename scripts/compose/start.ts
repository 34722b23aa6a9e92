import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildImage, describeBuild } from '../image/build-image.ts';
import { CommandFailed, provideImage, root } from '../image/docker.ts';
import { ComposeFault } from './fault.ts';
import { provideSecrets } from './secret-files.ts';
import type { Stack } from './stack.ts';
import { step } from './steps.ts';

/** Maximum time for a server or an app to become healthy, in seconds. */
const patience = '180';

/** Starts PostgreSQL and Neo4j and waits until they are healthy. */
export async function startInfra(stack: Stack): Promise<void> {
  await step('secrets', async () => {
    const made = await provideSecrets(stack.secrets, stack.environments, stack.hasData);
    return `${relative(root, stack.secrets) || stack.secrets}${made > 0 ? `, ${made} made` : ''}`;
  });
  await step('servers', async () => {
    const { postgres, neo4j } = stack.images;
    await Promise.all([
      provideImage(postgres, 'POSTGRES_IMAGE'),
      provideImage(neo4j, 'NEO4J_IMAGE'),
    ]);
    await up(stack, ['postgres', 'neo4j']);
    return 'PostgreSQL and Neo4j are healthy';
  });
}

/**
 * Starts the servers and builds the image; then for each environment: database, migrate, seed, app,
 * and finally the graph.
 */
export async function startEnvironments(
  stack: Stack,
  environments: readonly string[],
): Promise<void> {
  await startInfra(stack);
  await step('image', async () => {
    const build = await describeBuild();
    const { added } = await buildImage(build);
    return `${build.tag}, ${build.version}, ${Math.round(added / 1_000_000)} MB above its base`;
  });
  for (const environment of environments) await startEnvironment(stack, environment);
  await tellWhere(stack, environments);
}

async function startEnvironment(stack: Stack, environment: string): Promise<void> {
  await step(environment, async () => {
    await up(stack, [`app-${environment}`]);
    return await stack.url(environment);
  });
  await step(`graph ${environment}`, async () => await resync(stack, environment), {
    optional: true,
  });
}

/** Fills the graph of an environment. Returns the output of the command. */
export async function resync(stack: Stack, environment: string): Promise<string> {
  return (await runOnce(stack, `resync-${environment}`)).replace(/^\s*✓ (resync\s+)?/, '');
}

/** Runs a one-shot service in its own container and returns its last line. */
export async function runOnce(
  stack: Stack,
  service: string,
  args: readonly string[] = [],
): Promise<string> {
  const said = await stack.compose(['run', '--rm', '--no-deps', '--no-TTY', service, ...args]);
  return said.trim().split('\n').at(-1) ?? '';
}

async function up(stack: Stack, services: readonly string[]): Promise<void> {
  try {
    await stack.compose(['up', '--detach', '--wait', '--wait-timeout', patience, ...services]);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new ComposeFault(lastLine(error.message), await whatFailed(stack, error.message));
  }
}

/** The log of the failed service is more informative than compose's message. */
async function whatFailed(stack: Stack, message: string): Promise<string[]> {
  const service =
    /service "([a-z0-9-]+)"/.exec(message)?.[1] ??
    new RegExp(`${stack.project}-([a-z0-9-]+)-1\\b[^\\n]*\\n?$`).exec(message)?.[1];
  if (service === undefined) return message.split('\n').slice(-10);
  const log = await stack
    .compose(['logs', '--no-color', '--no-log-prefix', '--tail', '12', service])
    .catch(() => '');
  return [
    ...log.split('\n'),
    '',
    `Log: docker logs ${stack.project}-${service}-1      Try again after fixing it.`,
  ];
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? text;

async function tellWhere(stack: Stack, environments: readonly string[]): Promise<void> {
  const rows = await Promise.all(
    environments.map(async (environment) => [
      await stack.url(environment),
      (await readFile(join(stack.secrets, `${environment}-admin-password`), 'utf8')).trim(),
    ]),
  );
  console.log(
    `\n${rows.map(([url, password]) => `   ${url}   admin   first password  ${password}`).join('\n')}\n`,
  );
  console.log(
    `   You choose a new password at the first sign-in.  make ps · make logs-${environments[0]} · make down (keeps the data)`,
  );
}
