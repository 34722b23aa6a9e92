import { z } from 'zod';
import { check, documentType, type Parsed } from './check.ts';
import { type ConnectedEnvironment, connect, type Servers } from './connections.ts';
import type { AhltEnvironment } from './environment.ts';
import {
  databaseName,
  dnsLabel,
  environmentName,
  hostName,
  objectName,
  secretKey,
  serverName,
} from './formats.ts';
import { stages } from './names.ts';
import type { Problem } from './problem.ts';
import { databaseServer, graphServer } from './shared-fields.ts';

/**
 * What a namespace was granted: it may contain only this environment, connected only to these
 * servers.
 */
const grant = z.strictObject({
  name: environmentName(),
  stage: z.enum(stages),
  host: hostName(),
  ingressClassName: objectName(),
  database: z.strictObject({
    name: databaseName(),
    server: serverName().optional(),
    urlSecretRef: z.strictObject({ name: objectName(), key: secretKey() }).optional(),
  }),
  graphServer: serverName(),
});

const platformSchema = z.strictObject({
  servers: z.strictObject({
    postgres: z.record(serverName(), databaseServer()),
    neo4j: z.record(serverName(), graphServer()),
  }),
  environments: z.record(dnsLabel(), grant),
});

export type Grant = z.output<typeof grant>;

/**
 * What the platform configures, as opposed to an environment: addresses and administrators of
 * servers, and which environment each namespace may contain. A deployer of an environment cannot
 * change this (docs/security-of-the-resource.md).
 */
export interface Platform {
  readonly servers: Servers;
  /** By namespace. */
  readonly environments: Readonly<Record<string, Grant>>;
}

const platformDocument = documentType<Platform>(platformSchema, []);

/** Parses the platform's configuration: with defaults, or every problem with its field. */
export const parsePlatform = (json: unknown): Parsed<Platform> => check(platformDocument, json);

/** The grant for a namespace with this environment. */
export const grantOf = ({ metadata, spec }: AhltEnvironment): Grant => ({
  name: metadata.name,
  stage: spec.stage,
  host: spec.host,
  ingressClassName: spec.ingressClassName,
  database: databaseOf(spec),
  graphServer: spec.graph.server,
});

/** The environment with its servers, or what it requests beyond its namespace's grant. */
export function admit(
  environment: AhltEnvironment,
  { servers, environments }: Platform,
): Parsed<ConnectedEnvironment> {
  const { namespace = '' } = environment.metadata;
  const given = Object.hasOwn(environments, namespace) ? environments[namespace] : undefined;
  const problems =
    given === undefined
      ? [nothingGiven(namespace)]
      : beyond(grantOf(environment), given, environments);
  return problems.length > 0 ? { ok: false, problems } : connect(environment, servers);
}

const databaseOf = ({
  database: { name, server, urlSecretRef },
}: AhltEnvironment['spec']): Grant['database'] => ({
  name,
  ...(server !== undefined && { server }),
  ...(urlSecretRef !== undefined && { urlSecretRef }),
});

const nothingGiven = (namespace: string): Problem => ({
  path: ['metadata', 'namespace'],
  found: namespace,
  message:
    'the platform has no environment in this namespace (environments/, npm run deploy -- platform)',
});

/** Where the fields of a grant are in the resource. */
const places: readonly {
  readonly path: readonly string[];
  readonly of: (grant: Grant) => string | undefined;
}[] = [
  { path: ['metadata', 'name'], of: ({ name }) => name },
  { path: ['spec', 'stage'], of: ({ stage }) => stage },
  { path: ['spec', 'host'], of: ({ host }) => host },
  { path: ['spec', 'ingressClassName'], of: ({ ingressClassName }) => ingressClassName },
  { path: ['spec', 'database', 'name'], of: ({ database }) => database.name },
  { path: ['spec', 'database', 'server'], of: ({ database }) => database.server },
  {
    path: ['spec', 'database', 'urlSecretRef', 'name'],
    of: ({ database }) => database.urlSecretRef?.name,
  },
  {
    path: ['spec', 'database', 'urlSecretRef', 'key'],
    of: ({ database }) => database.urlSecretRef?.key,
  },
  { path: ['spec', 'graph', 'server'], of: ({ graphServer: server }) => server },
];

/**
 * A field equals the grant, or is absent in both: absence is a known value here, because both sides
 * are complete.
 */
const beyond = (wanted: Grant, given: Grant, all: Platform['environments']): Problem[] =>
  places
    .filter(({ of }) => of(wanted) !== of(given))
    .map(({ path, of }) => ({
      path: [...path],
      found: of(wanted),
      message: `${path.at(-1) === 'host' ? holderOf(wanted.host, all) : ''}the platform gave this namespace ${of(given) ?? 'none'}; the platform administrator changes it (npm run deploy -- platform)`,
    }));

/**
 * Two environments cannot have one host: names its owner, followed by what this namespace was
 * granted.
 */
function holderOf(host: string, environments: Platform['environments']): string {
  const found = Object.entries(environments).find(([, grant]) => grant.host === host);
  return found === undefined
    ? ''
    : `this host belongs to environment ${found[0]}/${found[1].name}; `;
}
