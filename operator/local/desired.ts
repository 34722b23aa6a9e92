import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectedEnvironment, type Connections, mainServer } from '#cdk8s/api/index.ts';
import { checkFiles } from '#cdk8s/environments/read.ts';
import type { Desired } from '../environment/types.ts';
import { LocalFault } from './fault.ts';
import { count } from './words.ts';

/** File that defines the local environment. */
export const environmentFile = 'environments/dev/environment.yaml';

/** Differences of an environment on a workstation. */
export interface LocalWish {
  readonly image: string;
  readonly profile: 'none' | 'base' | 'demo';
  /** Port of the embedded server; unset for an external database. */
  readonly postgresPort?: number;
  readonly graphUri?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Hash of a plan that the developer has just approved. */
  readonly approvedPlan?: string;
}

/**
 * Reads the dev environment. Reads only its own file and the shared one: a mistake in prod must not
 * stop a developer.
 * @param root folder of the repository
 * @throws LocalFault with every problem and its position
 */
export function readLocalEnvironment(root: string): ConnectedEnvironment {
  const files = ['environments/cluster.yaml', environmentFile].flatMap((path) =>
    textOf(root, path),
  );
  const result = checkFiles(files);
  const environment = result.ok ? result.value.environments[0] : undefined;
  if (environment) return environment;
  const problems = result.ok ? [] : result.problems;
  const lines = problems.map(
    ({ file, line, column, field, message }) =>
      `${file === environmentFile ? '' : `${file} `}${line}:${column}  ${field}  ${message}`,
  );
  throw new LocalFault(
    `${environmentFile}: ${count(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'}, nothing was started`,
    [...lines, '', 'Try again: npm start'],
  );
}

/**
 * The environment as the plan expects it: as in the file, with this computer's database, graph and
 * working tree.
 */
export function localDesired(environment: ConnectedEnvironment, wish: LocalWish): Desired {
  const { spec, metadata } = environment;
  const { name, poolMax } = spec.database;
  const embedded = wish.postgresPort !== undefined;
  const local = {
    ...spec,
    image: wish.image,
    replicas: 1,
    suspend: false,
    database: embedded
      ? { name, poolMax, server: mainServer }
      : { name, poolMax, urlSecretRef: { name: 'DATABASE_URL', key: 'DATABASE_URL' } },
    graph: { enabled: wish.graphUri !== undefined, server: mainServer },
    seed: { profile: wish.profile },
    migrations: {
      ...spec.migrations,
      // There are no backups here. The embedded database is disposable like dev's; an external one
      // may not be, so it asks.
      backup: 'never' as const,
      allowDestructive: embedded && spec.migrations.allowDestructive,
    },
  };
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    generation: 1,
    createdAt: wish.startedAt,
    problems: [],
    spec: local,
    connections: localConnections(wish),
    ...(wish.approvedPlan !== undefined && { approvedPlan: wish.approvedPlan }),
  };
}

/** The servers of this computer; their Secrets are not used here. */
const localConnections = ({ postgresPort, graphUri }: LocalWish): Connections => ({
  ...(postgresPort !== undefined && {
    database: {
      host: '127.0.0.1',
      port: postgresPort,
      sslMode: 'disable',
      adminSecretRef: { name: 'superuser', namespace: '' },
    },
  }),
  ...(graphUri !== undefined && {
    graph: { uri: graphUri, secretRef: { name: 'graph', namespace: '' } },
  }),
});

function textOf(root: string, path: string): { path: string; text: string }[] {
  try {
    return [{ path, text: readFileSync(join(root, path), 'utf8') }];
  } catch {
    // The check reports a missing file, with its purpose.
    return [];
  }
}
