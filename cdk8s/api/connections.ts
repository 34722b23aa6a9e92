import type { Parsed } from './check.ts';
import { type AhltEnvironment, parseEnvironment } from './environment.ts';
import type { Problem } from './problem.ts';
import type { DatabaseServer, GraphServer } from './shared-fields.ts';

/**
 * The servers of the platform by name. Environments refer to them; only the platform's
 * configuration defines them.
 */
export interface Servers {
  readonly postgres: Readonly<Record<string, DatabaseServer>>;
  readonly neo4j: Readonly<Record<string, GraphServer>>;
}

/** The servers that an environment uses. */
export interface Connections {
  /** Absent for an own database (`urlSecretRef`). */
  readonly database?: DatabaseServer;
  /** Absent without a graph. */
  readonly graph?: GraphServer;
}

/** An environment with the servers it refers to. */
export interface ConnectedEnvironment extends AhltEnvironment {
  readonly connections: Connections;
}

/**
 * Resolves the servers that an environment refers to, or reports which do not exist or do not meet
 * the requirements of its stage.
 */
export function connect(
  environment: AhltEnvironment,
  { postgres, neo4j }: Servers,
): Parsed<ConnectedEnvironment> {
  const { database, graph, stage } = environment.spec;
  const server = named(postgres, database.server);
  const graphServer = named(neo4j, graph.enabled ? graph.server : undefined);
  const problems: Problem[] = [
    ...(server === 'unknown'
      ? [unknown(['spec', 'database', 'server'], database.server, 'PostgreSQL', postgres)]
      : []),
    ...(graphServer === 'unknown'
      ? [unknown(['spec', 'graph', 'server'], graph.server, 'Neo4j', neo4j)]
      : []),
    ...(typeof server === 'object' && stage === 'prod' && isOpen(server)
      ? [openServer(database.server)]
      : []),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const connections = {
    ...(typeof server === 'object' && { database: server }),
    ...(typeof graphServer === 'object' && { graph: graphServer }),
  };
  return { ok: true, value: { ...environment, connections } };
}

const named = <T extends object>(
  servers: Readonly<Record<string, T>>,
  name: string | undefined,
): T | 'unknown' | undefined =>
  name === undefined
    ? undefined
    : Object.hasOwn(servers, name)
      ? (servers[name] ?? 'unknown')
      : 'unknown';

function unknown(
  path: string[],
  found: string | undefined,
  kind: string,
  servers: object,
): Problem {
  const known = Object.keys(servers).toSorted();
  const there = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return {
    path,
    found,
    message: `the platform has no ${kind} server of this name; ${there} (environments/cluster.yaml)`,
  };
}

/** A host that is reached without leaving the cluster or the machine. */
const staysInside = /(\.svc(\.cluster\.local)?|^localhost|^127\.0\.0\.1)$/;

const isOpen = ({ sslMode, host }: DatabaseServer): boolean =>
  sslMode === 'disable' && !staysInside.test(host);

const openServer = (found: string | undefined): Problem => ({
  path: ['spec', 'database', 'server'],
  found,
  message:
    'prod needs TLS to a server outside the cluster: sslMode verify-full in environments/cluster.yaml',
});

/**
 * The environment with other metadata or another spec, validated by the same rules; its servers
 * stay.
 */
export function revised(
  { connections, ...environment }: ConnectedEnvironment,
  change: Partial<Pick<AhltEnvironment, 'metadata' | 'spec'>>,
): Parsed<ConnectedEnvironment> {
  const parsed = parseEnvironment({ ...environment, ...change });
  return parsed.ok ? { ok: true, value: { ...parsed.value, connections } } : parsed;
}
