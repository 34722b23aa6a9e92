import { expect, test } from 'vitest';
import { parseCluster } from './cluster.ts';
import { problemLine } from './problem.ts';

const smallest = {
  registry: { host: 'registry.gitlab.local:5050' },
  network: { pods: ['10.42.0.0/16'] },
  postgres: {
    engine: 'external',
    server: { host: 'db.example.org', adminSecretRef: { name: 'postgres-admin' } },
  },
  operator: { image: 'im-ctrl:1.0.0' },
};

const lines = (change: object): string[] => {
  const parsed = parseCluster({ ...smallest, ...change });
  return parsed.ok ? [] : parsed.problems.map(problemLine);
};

const ours = { ...smallest.postgres, engine: 'statefulset' };
const cloudNativePg = {
  engine: 'cloudnative-pg',
  cluster: { image: 'ghcr.io/cloudnative-pg/postgresql:17.10' },
};

test('a managed database, no graph and an existing controller need little', () => {
  const parsed = parseCluster(smallest);
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      ingress: { className: 'nginx', namespace: 'ingress-nginx' },
      postgres: { server: { port: 5432, sslMode: 'verify-full' } },
      operator: { replicas: 1 },
    },
  });
  expect(parsed.ok && parsed.value.postgres.deployment).toBeUndefined();
});

const tight = { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } };

test.each([
  ['an image that moves', { operator: { image: 'im-ctrl:latest' } }, 'operator.image'],
  [
    'a registry with a scheme',
    { registry: { host: 'http://registry.gitlab.local' } },
    'registry.host',
  ],
  ['no network', { network: { pods: [] } }, 'network.pods'],
  ['a controller without a domain', { ingress: { controller: 'nginx' } }, 'ingress.controller'],
  [
    'a size in decimal units',
    { postgres: { ...ours, deployment: { image: 'postgres:17.10', storage: '5G' } } },
    'postgres.deployment.storage',
  ],
  [
    'more set aside than allowed',
    { operator: { image: 'im-ctrl:1.0.0', resources: tight } },
    'operator.resources.requests.memory',
  ],
  [
    '… for the database',
    { postgres: { ...ours, deployment: { image: 'postgres:17.10', resources: tight } } },
    'postgres.deployment.resources.requests.memory',
  ],
  [
    'more set aside than allowed for CloudNativePG',
    { postgres: { ...cloudNativePg, cluster: { ...cloudNativePg.cluster, resources: tight } } },
    'postgres.cluster.resources.requests.memory',
  ],
  ['a server of ours that is not described', { postgres: ours }, 'postgres.deployment'],
  [
    'a server of ours beside an external one',
    { postgres: { ...smallest.postgres, deployment: { image: 'postgres:17.10' } } },
    'postgres.deployment',
  ],
  [
    'an external server without its address',
    { postgres: { engine: 'external' } },
    'postgres.server',
  ],
  [
    'a server beside the one that CloudNativePG makes',
    { postgres: { ...cloudNativePg, server: smallest.postgres.server } },
    'postgres.server',
  ],
  [
    'CloudNativePG without its Cluster',
    { postgres: { engine: 'cloudnative-pg' } },
    'postgres.cluster',
  ],
  [
    'an authority that nobody asks',
    {
      postgres: {
        engine: 'external',
        server: { ...smallest.postgres.server, sslMode: 'require', caSecretRef: { name: 'ca' } },
      },
    },
    'postgres.server.caSecretRef',
  ],
  [
    'a second server called like the first',
    { postgres: { ...smallest.postgres, others: { main: smallest.postgres.server } } },
    'postgres.others',
  ],
  [
    'an archive that goes over plain HTTP',
    {
      postgres: {
        ...cloudNativePg,
        cluster: {
          ...cloudNativePg.cluster,
          archive: { destination: 's3://b', endpoint: 'http://s3.local' },
        },
      },
    },
    'postgres.cluster.archive.endpoint',
  ],
  ['a misspelt section', { ingres: {} }, 'ingres'],
])('%s', (_, change, field) =>
  expect(lines(change).map((line) => line.split(/[ :]/)[0])).toEqual([field]),
);
