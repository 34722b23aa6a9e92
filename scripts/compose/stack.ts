import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { localTag } from '../image/build-image.ts';
import { docker, root, show } from '../image/docker.ts';
import { ComposeFault } from './fault.ts';

/** The compose project: its files and their variables. */
export interface Stack {
  /** Names of the environments, from the files `compose.<name>.yaml`. */
  readonly environments: readonly string[];
  readonly project: string;
  readonly secrets: string;
  readonly images: { readonly postgres: string; readonly neo4j: string };
  /** Runs `docker compose …` and returns its output. */
  compose(
    args: readonly string[],
    input?: { input?: number | string; output?: number },
  ): Promise<string>;
  /** The same on the terminal; returns the exit code. */
  show(args: readonly string[]): Promise<number>;
  /** Address of an environment on this machine. */
  url(environment: string): Promise<string>;
  /** Whether the volumes of the servers exist. */
  hasData(): Promise<boolean>;
}

/** Reads `compose/` and `environments/cluster.yaml`. Variables of this process override both. */
export async function openStack(variables: NodeJS.ProcessEnv = process.env): Promise<Stack> {
  const environments = (await readdir(join(root, 'compose')))
    .flatMap((name) => /^compose\.([a-z][a-z0-9-]*)\.yaml$/.exec(name)?.[1] ?? [])
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const images = await namedImages(variables);
  const secrets = resolve(root, variables['SECRETS'] || 'compose/secrets');
  const project = variables['COMPOSE_PROJECT_NAME'] || 'ahlt';
  const env = {
    COMPOSE_PROJECT_NAME: project,
    // Colors and progress bars are for users who run compose directly.
    COMPOSE_PROGRESS: 'plain',
    POSTGRES_IMAGE: images.postgres,
    NEO4J_IMAGE: images.neo4j,
    IMAGE: variables['IMAGE'] || localTag,
    SECRETS: secrets,
  };
  const files = ['compose.yaml', ...environments.map((name) => `compose.${name}.yaml`)].flatMap(
    (file) => ['--file', `compose/${file}`],
  );
  const all = (args: readonly string[]) => ['compose', ...files, ...args];
  const compose: Stack['compose'] = (args, options) => docker(all(args), { env, ...options });
  return {
    environments,
    project,
    secrets,
    images,
    compose,
    show: (args) => show('docker', all(args), env),
    url: async (environment) =>
      `http://localhost:${(await compose(['port', `app-${environment}`, '8080'])).split(':').at(-1)}`,
    hasData: async () =>
      (await docker(['volume', 'ls', '--quiet', '--filter', `name=^${project}_pgdata$`])) !== '',
  };
}

/** Returns an environment of the stack. @throws ComposeFault */
export function environmentOf({ environments }: Stack, name: string | undefined): string {
  if (name !== undefined && environments.includes(name)) return name;
  throw new ComposeFault(
    name === undefined ? 'Which environment?' : `There is no environment "${name}"`,
    [`One of: ${environments.join(', ')}`],
  );
}

const rank = (environment: string): number => {
  const place = ['dev', 'staging', 'prod'].indexOf(environment);
  return place === -1 ? 3 : place;
};

/** Images are defined in one place: compose runs the same ones as the cluster. */
async function namedImages(variables: NodeJS.ProcessEnv): Promise<Stack['images']> {
  const cluster = parse(await readFile(join(root, 'environments/cluster.yaml'), 'utf8')) as Record<
    string,
    { deployment?: { image?: string } }
  >;
  const image = (name: 'postgres' | 'neo4j', variable: string): string => {
    const found = variables[variable] || cluster[name]?.deployment?.image;
    if (found === undefined)
      throw new ComposeFault(`${variable} is not set`, [
        `environments/cluster.yaml names no image of ${name}, so it is required.`,
      ]);
    return found;
  };
  return { postgres: image('postgres', 'POSTGRES_IMAGE'), neo4j: image('neo4j', 'NEO4J_IMAGE') };
}
