import { describe, expect, test } from 'vitest';
import { cloudNativePg, environmentsWith, external } from '../environments/engines.fixture.ts';
import { findings } from '../policy/index.ts';
import { synthesize } from '../synth.ts';

const objectsOf = (postgres: object) =>
  synthesize(environmentsWith(postgres)).flatMap(({ objects }) => objects);

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
type Loose = any;
const find = (objects: ReturnType<typeof objectsOf>, kind: string, name: string): Loose =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const kindsNamed = (objects: ReturnType<typeof objectsOf>, name: string) =>
  objects
    .filter(({ metadata }) => metadata.name === name && metadata.namespace === 'shared-infra')
    .map(({ kind }) => kind);
const operatorVariables = (objects: ReturnType<typeof objectsOf>): Loose[] =>
  find(objects, 'Deployment', 'ahlt-operator').spec.template.spec.containers[0].env;
/** The server called main, as the operator reads it. */
const mainOf = (objects: ReturnType<typeof objectsOf>): Loose =>
  JSON.parse(find(objects, 'ConfigMap', 'ahlt-operator-platform').data['platform.json']).servers
    .postgres.main;
const infraRole = (objects: ReturnType<typeof objectsOf>): Loose =>
  objects.find(
    ({ kind, metadata }) =>
      kind === 'Role' && metadata.namespace === 'shared-infra' && metadata.name === 'ahlt-operator',
  );

describe('CloudNativePG, a managed operator', () => {
  const objects = objectsOf(cloudNativePg);

  test('a Cluster of three that archives stands in place of the StatefulSet', () => {
    expect(kindsNamed(objects, 'postgres')).toEqual(['ObjectStore', 'Cluster', 'ScheduledBackup']);
    expect(find(objects, 'Cluster', 'postgres').spec).toMatchObject({
      instances: 3,
      enableSuperuserAccess: true,
      postgresql: {
        parameters: { max_connections: '100' },
        synchronous: { method: 'any', number: 1 },
      },
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          isWALArchiver: true,
          parameters: { barmanObjectName: 'postgres' },
        },
      ],
    });
    expect(find(objects, 'ScheduledBackup', 'postgres').spec).toMatchObject({
      schedule: '0 0 2 * * *',
      method: 'plugin',
    });
  });

  test('every environment uses its service, checks its certificate and waits for it', () => {
    expect(find(objects, 'AhltEnvironment', 'prod').spec.database.server).toBe('main');
    expect(mainOf(objects)).toEqual({
      host: 'postgres-rw.shared-infra.svc.cluster.local',
      port: 5432,
      adminSecretRef: { name: 'postgres-superuser', namespace: 'shared-infra' },
      sslMode: 'verify-full',
      caSecretRef: { name: 'postgres-ca', namespace: 'shared-infra', key: 'ca.crt' },
      clusterRef: { name: 'postgres', namespace: 'shared-infra' },
    });
    expect(Object.keys(find(objects, 'Secret', 'ahlt-prod-secret').data)).toContain('DATABASE_CA');
  });

  test('the operator makes no password for it, and may read what it needs by name', () => {
    expect(operatorVariables(objects)).toContainEqual({
      name: 'INFRA_SECRETS',
      value: 'neo4j-auth',
    });
    expect(infraRole(objects).rules.slice(1)).toEqual([
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get', 'list', 'watch'],
        resourceNames: ['neo4j-auth', 'postgres-ca', 'postgres-superuser'],
      },
      {
        apiGroups: ['postgresql.cnpg.io'],
        resources: ['clusters'],
        verbs: ['get'],
        resourceNames: ['postgres'],
      },
    ]);
  });

  test('its servers accept the environments, each other and CloudNativePG; the archive is reached on its port', () => {
    const { podSelector, ingress, egress } = find(
      objects,
      'NetworkPolicy',
      'postgres-cluster',
    ).spec;
    expect(podSelector.matchLabels).toEqual({ 'cnpg.io/cluster': 'postgres' });
    const from = (port: number) =>
      ingress
        .filter(({ ports }: Loose) => ports.some((one: Loose) => one.port === port))
        .flatMap((allowance: Loose) => allowance.from)
        .map(
          (peer: Loose) =>
            peer.namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? 'each other',
        );
    expect(from(5432)).toEqual([
      'ahlt-dev',
      'ahlt-staging',
      'ahlt-prod',
      'ahlt-system',
      'each other',
      'cnpg-system',
    ]);
    expect(from(8000)).toEqual(['each other', 'cnpg-system']);
    expect(egress.at(-1).ports.map(({ port }: Loose) => port)).toEqual([443, 6443, 9443]);
  });

  test('the namespace has room for a server more, for the Job that makes it, and for their archivers', () => {
    const quota: Loose = objects.find(
      ({ kind, metadata }) => kind === 'ResourceQuota' && metadata.namespace === 'shared-infra',
    );
    // Five servers with archivers beside them, and twice Neo4j.
    expect(quota.spec.hard).toMatchObject({
      'requests.cpu': '1250m',
      persistentvolumeclaims: '5',
      pods: '12',
    });
  });

  test('no rule of the policies is broken', () => expect(findings(objects)).toEqual([]));
});

describe('an external server', () => {
  const objects = objectsOf(external);

  test('gets no StatefulSet, no volume and no password from us', () => {
    expect(kindsNamed(objects, 'postgres')).toEqual([]);
    expect(operatorVariables(objects)).toContainEqual({
      name: 'INFRA_SECRETS',
      value: 'neo4j-auth',
    });
  });

  test('is reached by pods, Jobs and the operator, on its port', () => {
    for (const [name, namespace] of [
      ['ahlt-dev-web', 'ahlt-dev'],
      ['ahlt-prod-jobs', 'ahlt-prod'],
      ['ahlt-operator', 'ahlt-system'],
    ]) {
      const policy: Loose = objects.find(
        ({ kind, metadata }) =>
          kind === 'NetworkPolicy' && metadata.name === name && metadata.namespace === namespace,
      );
      expect(policy.spec.egress, name).toContainEqual({ ports: [{ port: 6432, protocol: 'TCP' }] });
    }
  });

  test('is configured by host, port and TLS; its Secret is read by name, though we own nothing else there', () => {
    expect(mainOf(objects)).toMatchObject({ ...external.server, sslMode: 'verify-full' });
    const { neo4j: _, ...cluster } = environmentsWith(external).cluster;
    const environments = environmentsWith(external).environments.map((env) => {
      const { graph: _graph, ...connections } = env.connections;
      return {
        ...env,
        spec: { ...env.spec, graph: { ...env.spec.graph, enabled: false } },
        connections,
      };
    });
    const alone = synthesize({ cluster, environments }).flatMap((file) => file.objects);
    expect(infraRole(alone).rules).toEqual([
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get', 'list', 'watch'],
        resourceNames: ['managed-postgres'],
      },
    ]);
    expect(find(alone, 'Namespace', 'shared-infra')).toBeDefined();
    expect(findings(alone)).toEqual([]);
  });

  test('breaks no rule of the policies', () => expect(findings(objects)).toEqual([]));
});
