import {
  type Cluster,
  type ConnectedEnvironment,
  mainServer,
  type Problem,
  releaseName,
} from '#cdk8s/api/index.ts';

/** An environment and its file. */
export interface FromFile {
  readonly file: string;
  /** Name of the file's folder. */
  readonly folder: string;
  readonly environment: ConnectedEnvironment;
}

export type PlacedProblem = Problem & { readonly file: string };

/** Problems that only show when all files are compared; each environment is valid by itself. */
export const checkAcross = (environments: readonly FromFile[]): PlacedProblem[] => [
  ...environments.flatMap(checkPlace),
  ...repeated(
    environments,
    ['spec', 'host'],
    ({ spec }) => spec.host,
    'each host belongs to one environment',
  ),
  ...repeated(
    environments,
    ['spec', 'database', 'name'],
    databaseAddress,
    'two environments would share their data',
  ),
];

/** Folder, name and namespace must be consistent. */
function checkPlace({ file, folder, environment }: FromFile): PlacedProblem[] {
  const { name, namespace } = environment.metadata;
  const expected = releaseName(environment);
  return [
    ...(name === folder
      ? []
      : [
          {
            file,
            path: ['metadata', 'name'],
            found: name,
            message: `the name of its folder is required: ${folder}`,
          },
        ]),
    ...(namespace === expected
      ? []
      : [
          {
            file,
            path: ['metadata', 'namespace'],
            found: namespace,
            message: `the namespace of the environment is required: ${expected}`,
          },
        ]),
  ];
}

/** Server and name identify a database; the name alone if the address is in a Secret. */
const databaseAddress = ({
  spec: { database },
  connections: { database: server },
}: ConnectedEnvironment): string =>
  server ? `${server.host}:${server.port}/${database.name}` : database.name;

function repeated(
  environments: readonly FromFile[],
  path: readonly string[],
  addressOf: (environment: ConnectedEnvironment) => string,
  why: string,
): PlacedProblem[] {
  return environments.flatMap(({ file, environment }, index) => {
    const earlier = environments
      .slice(0, index)
      .find((other) => addressOf(other.environment) === addressOf(environment));
    return earlier
      ? [
          {
            file,
            path,
            found: addressOf(environment),
            message: `already used in ${earlier.file}; ${why}`,
          },
        ]
      : [];
  });
}

/** Connections for commands and administrators, in addition to the pools of the pods. */
const reserve = 15;

/**
 * Whether the shared server has enough connections for the pools of all environments (spec
 * platform#capacity). A rollout runs one extra pod, which counts too.
 */
export function checkConnections(environments: readonly FromFile[], cluster: Cluster): Problem[] {
  const section = cluster.postgres.cluster === undefined ? 'deployment' : 'cluster';
  const ours = cluster.postgres[section];
  if (!ours) return [];
  const shared = environments.filter(
    ({ environment: { spec } }) => spec.database.server === mainServer,
  );
  const pools = shared.map(({ environment: { metadata, spec } }) => ({
    name: metadata.name,
    size: spec.database.poolMax * (spec.replicas + 1),
  }));
  const needed = pools.reduce((sum, { size }) => sum + size, reserve);
  if (needed <= ours.maxConnections) return [];
  const sum = [...pools.map(({ name, size }) => `${name} ${size}`), `commands ${reserve}`].join(
    ' + ',
  );
  return [
    {
      path: ['postgres', section, 'maxConnections'],
      found: ours.maxConnections,
      message: `${needed} can be needed at once (${sum}); raise it, or lower database.poolMax`,
    },
  ];
}
