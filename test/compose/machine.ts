import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openStack } from '../../scripts/compose/stack.ts';
import { docker, run } from '../../scripts/image/docker.ts';

/** A compose project of the test's own, with other names, ports and secrets than the user's. */
export async function openMachine(secrets: string) {
  const project = `ahlt-test-${randomBytes(3).toString('hex')}`;
  const names = [
    'POSTGRES_PORT',
    'NEO4J_HTTP_PORT',
    'NEO4J_BOLT_PORT',
    'DEV_PORT',
    'STAGING_PORT',
    'PROD_PORT',
  ];
  const ports = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await freePort()] as const)),
  );
  const env = { ...ports, COMPOSE_PROJECT_NAME: project, SECRETS: secrets };
  // Compose reads them from here too.
  Object.assign(process.env, env);
  const stack = await openStack();
  const port = (environment: string) => ports[`${environment.toUpperCase()}_PORT`];
  const fetchOf = (environment: string, path: string) =>
    fetch(`http://localhost:${port(environment)}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });

  return {
    project,
    secrets,
    docker,
    compose: stack.compose,
    make: (...words: string[]) => run('make', words, { env }),
    inspect: (service: string, format: string) =>
      docker(['inspect', '--format', format, `${project}-${service}-1`]),
    status: async (environment: string, path: string) => (await fetchOf(environment, path)).status,
    cookieName: async (environment: string) =>
      (await fetchOf(environment, '/login')).headers.getSetCookie()[0]?.split('=')[0],
    /** Queries one value, like the app of an environment, in its database or another one's. */
    sql: async (environment: string, statement: string, database = environment) => {
      const url = new URL(
        (await readFile(join(secrets, `${environment}-runtime-url`), 'utf8')).trim(),
      );
      url.hostname = '127.0.0.1';
      url.pathname = `/ahlt_${database}`;
      return await stack.compose([
        'exec',
        '--no-TTY',
        'postgres',
        'psql',
        '--no-psqlrc',
        '--quiet',
        '--tuples-only',
        '--no-align',
        url.href,
        '--command',
        statement,
      ]);
    },
    clean: async () => void (await stack.compose(['down', '--volumes', '--remove-orphans'])),
  };
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : '');
}
