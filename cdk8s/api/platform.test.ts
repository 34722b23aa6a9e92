import { expect, test } from 'vitest';
import type { AhltEnvironment } from './environment.ts';
import { parseEnvironment } from './environment.ts';
import { bases, type Change, changed } from './examples/index.ts';
import { admit, grantOf, type Platform, parsePlatform } from './platform.ts';
import { problemLine } from './problem.ts';

function environment(change: Change = {}): AhltEnvironment {
  const parsed = parseEnvironment(changed(bases.dev, change));
  if (!parsed.ok) throw new Error(parsed.problems.map(problemLine).join('\n'));
  return parsed.value;
}

const admin = { name: 'postgres-admin', namespace: 'shared-infra' };
const server = (host: string) =>
  ({ host, port: 5432, sslMode: 'verify-full', adminSecretRef: admin }) as const;

/** The platform of the example, with a second server that is granted to no environment. */
const platform = (given: AhltEnvironment = environment()): Platform => ({
  servers: {
    postgres: { main: server('db.example.org'), second: server('db2.example.org') },
    neo4j: { main: { uri: 'bolt://neo4j:7687', secretRef: admin } },
  },
  environments: { 'ahlt-dev': grantOf(given) },
});

const refusals = (change: Change, of: Platform = platform()): string[] => {
  const admitted = admit(environment(change), of);
  return admitted.ok ? [] : admitted.problems.map(problemLine);
};

const byPlatform = 'the platform administrator changes it (npm run deploy -- platform)';
const ownDatabase = { urlSecretRef: { name: 'own', key: 'URL' }, server: null };

test('an environment as the platform gave it gets the servers that it names', () => {
  expect(admit(environment({ spec: { graph: { enabled: true } } }), platform())).toMatchObject({
    ok: true,
    value: {
      connections: { database: { host: 'db.example.org' }, graph: { uri: 'bolt://neo4j:7687' } },
    },
  });
});

test.each([
  [
    'another name',
    { metadata: { name: 'review-12' } },
    [`metadata.name "review-12": the platform gave this namespace dev; ${byPlatform}`],
  ],
  [
    'the host of prod',
    { spec: { host: 'app.local' } },
    [`spec.host "app.local": the platform gave this namespace dev.local; ${byPlatform}`],
  ],
  [
    'another ingress controller',
    { spec: { ingressClassName: 'public' } },
    [`spec.ingressClassName "public": the platform gave this namespace nginx; ${byPlatform}`],
  ],
  [
    'the database of prod',
    { spec: { database: { name: 'ahlt_prod' } } },
    [`spec.database.name "ahlt_prod": the platform gave this namespace ahlt_dev; ${byPlatform}`],
  ],
  [
    'another server of the platform',
    { spec: { database: { server: 'second' } } },
    [`spec.database.server "second": the platform gave this namespace main; ${byPlatform}`],
  ],
  [
    'a database of its own',
    { spec: { database: ownDatabase } },
    [
      `spec.database.server: the platform gave this namespace main; ${byPlatform}`,
      `spec.database.urlSecretRef.name "own": the platform gave this namespace none; ${byPlatform}`,
      `spec.database.urlSecretRef.key "URL": the platform gave this namespace none; ${byPlatform}`,
    ],
  ],
  [
    'another graph',
    { spec: { graph: { server: 'second' } } },
    [`spec.graph.server "second": the platform gave this namespace main; ${byPlatform}`],
  ],
  [
    'a namespace that the platform does not know',
    { metadata: { namespace: 'constructor' } },
    [
      'metadata.namespace "constructor": the platform has no environment in this namespace (environments/, npm run deploy -- platform)',
    ],
  ],
])('%s is refused with the field, the grant, and who can change it', (_, change, expected) => {
  expect(refusals(change)).toEqual(expected);
});

test('a host that another environment has is refused with whose it is', () => {
  const prod = { ...grantOf(environment()), name: 'prod', host: 'app.local' };
  const both = { ...platform(), environments: { ...platform().environments, 'ahlt-prod': prod } };
  expect(refusals({ spec: { host: 'app.local' } }, both)).toEqual([
    `spec.host "app.local": this host belongs to environment ahlt-prod/prod; the platform gave this namespace dev.local; ${byPlatform}`,
  ]);
});

test('another key of the Secret of its own database is refused', () => {
  const own = { spec: { database: ownDatabase } };
  expect(refusals(own, platform(environment(own)))).toEqual([]);
  const another = {
    spec: { database: { ...ownDatabase, urlSecretRef: { name: 'own', key: 'OTHER' } } },
  };
  expect(refusals(another, platform(environment(own)))).toEqual([
    `spec.database.urlSecretRef.key "OTHER": the platform gave this namespace URL; ${byPlatform}`,
  ]);
});

test.each([
  ['the image', { spec: { image: 'im-ctrl:2.0.0' } }],
  ['pods and their size', { spec: { replicas: 3, resources: { limits: { memory: '1Gi' } } } }],
  ['whether there is a graph', { spec: { graph: { enabled: true } } }],
  ['what happens to its data', { spec: { deletionPolicy: 'delete', suspend: true } }],
])('a deployer may change %s', (_, change) => expect(refusals(change)).toEqual([]));

test('the configuration survives being written and read', () => {
  expect(parsePlatform(JSON.parse(JSON.stringify(platform())))).toEqual({
    ok: true,
    value: platform(),
  });
});

test('a configuration with an authority that nothing asks is refused by its field', () => {
  const wrong = { ...server('db.example.org'), sslMode: 'require', caSecretRef: { name: 'ca' } };
  const parsed = parsePlatform({
    ...platform(),
    servers: { postgres: { main: wrong }, neo4j: {} },
  });
  expect(parsed.ok ? [] : parsed.problems.map(problemLine)).toEqual([
    'servers.postgres.main.caSecretRef {"name":"ca"}: only sslMode verify-full checks the certificate against an authority',
  ]);
});
