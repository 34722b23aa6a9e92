import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { bases, type Change, changed } from '../api/examples/index.ts';
import { checkFiles, type SourceFile } from './read.ts';

const clusterJson = {
  registry: { host: 'registry.gitlab.local:5050', pullSecret: 'gitlab-registry' },
  network: { pods: ['10.42.0.0/16'] },
  postgres: {
    server: {
      host: 'postgres.shared-infra.svc.cluster.local',
      adminSecretRef: { name: 'postgres-admin' },
      sslMode: 'disable',
    },
    deployment: { image: 'postgres:17.10', maxConnections: 100 },
  },
  neo4j: { uri: 'bolt://neo4j:7687', secretRef: { name: 'neo4j-auth' } },
  ingress: { className: 'internal' },
  operator: { image: 'im-ctrl:1.0.0' },
};

const cluster = (change: object = {}): SourceFile => ({
  path: 'environments/cluster.yaml',
  text: stringify({ ...clusterJson, ...change }),
});

const environment = (
  name: 'dev' | 'staging' | 'prod',
  change: Change = {},
  folder: string = name,
): SourceFile => ({
  path: `environments/${folder}/environment.yaml`,
  text: stringify(changed(bases[name], change)),
});

const problems = (...files: SourceFile[]): string[] => {
  const result = checkFiles(files);
  return result.ok
    ? []
    : result.problems.map(({ file, field, message }) =>
        [file.replace('environments/', ''), field, message].filter(Boolean).join(' | '),
      );
};

test('environments come in the order of their stages', () => {
  const result = checkFiles([
    cluster(),
    environment('staging'),
    environment('prod'),
    environment('dev'),
  ]);
  expect(result.ok && result.value.environments.map(({ metadata }) => metadata.name)).toEqual([
    'dev',
    'staging',
    'prod',
  ]);
});

test('the cluster provides what an environment omits', () => {
  const result = checkFiles([
    cluster(),
    environment('dev', { spec: { database: { server: null }, graph: { enabled: true } } }),
  ]);
  expect(result.ok && result.value.environments[0]?.spec).toMatchObject({
    database: { server: 'main' },
    graph: { server: 'main' },
    ingressClassName: 'internal',
    imagePullSecret: 'gitlab-registry',
    trustProxy: ['10.42.0.0/16'],
  });
});

test('an environment is connected to the servers it names, and the resource contains only their names', () => {
  const servers = {
    postgres: {
      ...clusterJson.postgres,
      others: { second: { host: 'db.example.org', adminSecretRef: { name: 'second' } } },
    },
  };
  const document = environment('dev', {
    spec: { database: { server: 'second' }, graph: { enabled: true } },
  });
  const result = checkFiles([cluster(servers), document]);
  const [dev] = result.ok ? result.value.environments : [];
  expect(dev?.connections).toEqual({
    database: {
      host: 'db.example.org',
      port: 5432,
      adminSecretRef: { name: 'second', namespace: 'shared-infra' },
      sslMode: 'verify-full',
    },
    graph: {
      uri: 'bolt://neo4j:7687',
      secretRef: { name: 'neo4j-auth', namespace: 'shared-infra' },
    },
  });
  expect(dev?.spec.database).toEqual({ name: 'ahlt_dev', server: 'second', poolMax: 10 });
});

test('what it says itself stays', () => {
  const own = {
    database: { server: null, urlSecretRef: { name: 'own' } },
    ingressClassName: 'public',
    trustProxy: [],
  };
  const result = checkFiles([cluster(), environment('dev', { spec: own })]);
  expect(result.ok && result.value.environments[0]?.spec).toMatchObject({
    ...own,
    database: { urlSecretRef: { name: 'own' } },
  });
  expect(result.ok && result.value.environments[0]?.spec.database.server).toBeUndefined();
  expect(result.ok && result.value.environments[0]?.connections).toEqual({});
});

test.each([
  [
    'a name that is not the folder',
    [environment('dev', {}, 'qa')],
    ['qa/environment.yaml | metadata.name | "dev": the name of its folder is required: qa'],
  ],
  [
    'another namespace',
    [environment('dev', { metadata: { namespace: 'default' } })],
    [
      'dev/environment.yaml | metadata.namespace | "default": the namespace of the environment is required: ahlt-dev',
    ],
  ],
  [
    'no namespace',
    [environment('dev', { metadata: { namespace: null } })],
    [
      'dev/environment.yaml | metadata.namespace | the namespace of the environment is required: ahlt-dev',
    ],
  ],
  [
    'one host twice',
    [environment('dev'), environment('staging', { spec: { host: 'dev.local' } })],
    [
      'staging/environment.yaml | spec.host | "dev.local": already used in environments/dev/environment.yaml; each host belongs to one environment',
    ],
  ],
  [
    'one database twice',
    [environment('dev'), environment('staging', { spec: { database: { name: 'ahlt_dev' } } })],
    [
      'staging/environment.yaml | spec.database.name | "postgres.shared-infra.svc.cluster.local:5432/ahlt_dev": already used in environments/dev/environment.yaml; two environments would share their data',
    ],
  ],
  [
    'a file with a wrong name',
    [environment('dev'), { path: 'environments/qa/environment.yml', text: '' }],
    [
      'qa/environment.yml | this file is not used; expected environments/cluster.yaml and environments/<name>/environment.yaml',
    ],
  ],
  [
    'more connections than the server takes',
    [environment('dev', { spec: { database: { poolMax: 20 }, replicas: 4 } })],
    [
      'cluster.yaml | postgres.deployment.maxConnections | 100: 115 can be needed at once (dev 100 + commands 15); raise it, or lower database.poolMax',
    ],
  ],
  [
    'a server that the platform does not have',
    [
      environment('dev', {
        spec: { database: { server: 'constructor' }, graph: { enabled: true, server: 'other' } },
      }),
    ],
    [
      'dev/environment.yaml | spec.database.server | "constructor": the platform has no PostgreSQL server of this name; it has main (environments/cluster.yaml)',
      'dev/environment.yaml | spec.graph.server | "other": the platform has no Neo4j server of this name; it has main (environments/cluster.yaml)',
    ],
  ],
  ['no environment', [], ['dev/environment.yaml | missing; at least one environment is required']],
])('%s', (_, files, expected) => expect(problems(cluster(), ...files)).toEqual(expected));

test('all problems of all files come at once', () => {
  const wrong = cluster({ registry: {}, operator: { image: 'im-ctrl:latest' } });
  expect(
    problems(
      wrong,
      environment('dev', { spec: { replicas: -1 } }),
      environment('prod', { spec: { replicas: 1 } }),
    ),
  ).toEqual([
    'cluster.yaml | registry.host | missing: Registry of the images.',
    'cluster.yaml | operator.image | "im-ctrl:latest": a version tag or a digest is required, "latest" can be another image on each pull',
    'dev/environment.yaml | spec.replicas | -1: a whole number from 0 to 20 is required',
    'prod/environment.yaml | spec.replicas | 1: prod needs at least 2, to keep serving while a node is drained',
  ]);
});

test('prod does not reach a server outside the cluster without TLS; dev may', () => {
  const server = { host: 'db.example.org', adminSecretRef: { name: 'admin' }, sslMode: 'disable' };
  const open = cluster({ postgres: { engine: 'external', server } });
  expect(problems(open, environment('dev'))).toEqual([]);
  expect(problems(open, environment('prod'))).toEqual([
    'prod/environment.yaml | spec.database.server | "main": prod needs TLS to a server outside the cluster: sslMode verify-full in environments/cluster.yaml',
  ]);
});

test('a cluster that cannot be read is not held against the environments', () => {
  const needsCluster = environment('dev', {
    spec: { database: { server: null }, graph: { enabled: true } },
  });
  expect(problems(needsCluster)).toEqual([
    'cluster.yaml | missing; it describes what the environments share',
  ]);
});
