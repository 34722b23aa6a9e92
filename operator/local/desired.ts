import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectedEnvironment, type Connections, mainServer } from '#cdk8s/api/index.ts';
import { checkFiles } from '#cdk8s/environments/read.ts';
import type { Desired } from '../environment/types.ts';
import { LocalFault } from './fault.ts';
import { count } from './words.ts';

/** File that says what the local environment is. */
export const environmentFile = 'environments/dev/environment.yaml';

/** Differences of an environment on a workstation. */
export interface LocalWish {
  readonly image: string;
  readonly profile: 'none' | 'base' | 'demo';
  /** Port of the embedded server; unset for a database of one's own. */
  readonly postgresPort?: number;
  readonly graphUri?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Hash of a plan that the developer approved just now. */
  readonly approvedPlan?: string;
}

/**
 * Reads the dev environment. Only its own file and the shared one are looked at: a mistake in prod
 * must not stop a developer.
 * @param root folder of the repository
 * @throws LocalFault with every problem and its place
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
 * The environment as the plan wants it: what the file says, with this computer's database, graph
 * and working tree in place.
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
      // Nothing here makes a backup. The embedded database is disposable like dev's; another one
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

/** The servers of this computer; nothing reads their Secrets here. */
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
    // A missing file is reported by the check, with what it is for.
    return [];
  }
}
