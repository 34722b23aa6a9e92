import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { cloudNativePg, environmentsWith } from '#cdk8s/environments/engines.fixture.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { writeFiles } from '#cdk8s/synth-files.ts';
import { findCloudNativePg } from '#test/support/cloudnative-pg.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane.ts';
import { awaitTypes } from '../../scripts/deploy/kubectl.ts';

// `postgres.engine: cloudnative-pg` validated by CloudNativePG's published definitions, on a
// separate real API server.
let plane: ControlPlaneServer;
let folder: string;
let objects: readonly Manifest[];

beforeAll(async () => {
  const input = environmentsWith(cloudNativePg);
  const files = synthesize(input);
  objects = files.filter(({ path }) => path.startsWith('apply/')).flatMap((file) => file.objects);
  folder = await mkdtemp(join(tmpdir(), 'ahlt-cnpg-'));
  writeFiles(join(folder, 'dist'), files);
  plane = await startControlPlane();
  const definitions = findCloudNativePg() ?? [];
  for (const path of definitions) await plane.kubectl(['apply', '--server-side', '-f', path]);
  await plane.kubectl(
    ['apply', '--server-side', '-f', '-'],
    JSON.stringify(await objectStoreDefinition(definitions[0] ?? '')),
  );
  await plane.kubectl(['apply', '--server-side', '-R', '-f', join(folder, 'dist/apply/1-cluster')]);
  const ours = 'ahltenvironments.platform.ahlt.dev';
  const theirs = [
    'clusters.postgresql.cnpg.io',
    'scheduledbackups.postgresql.cnpg.io',
    'objectstores.barmancloud.cnpg.io',
  ];
  await awaitTypes([ours, ...theirs], plane.kubectl);
});
afterAll(async () => {
  await plane?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/**
 * The Barman plugin's own definition is in no package. By its documentation `configuration` has the
 * format of CloudNativePG's `backup.barmanObjectStore`, so that part of the published definition
 * replaces it.
 */
async function objectStoreDefinition(clusters: string): Promise<object> {
  const definition = parse(await readFile(clusters, 'utf8'));
  const { spec } = definition.spec.versions[0].schema.openAPIV3Schema.properties;
  const configuration = spec.properties.backup.properties.barmanObjectStore;
  const object = (properties: object) => ({ type: 'object', properties });
  const schema = object({ spec: object({ retentionPolicy: { type: 'string' }, configuration }) });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'objectstores.barmancloud.cnpg.io' },
    spec: {
      group: 'barmancloud.cnpg.io',
      names: {
        kind: 'ObjectStore',
        plural: 'objectstores',
        singular: 'objectstore',
        listKind: 'ObjectStoreList',
      },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

const apply = (...args: string[]) =>
  plane.kubectl(['apply', '--server-side', '--validate=strict', ...args]);
const cluster = () =>
  objects.find(({ kind }) => kind === 'Cluster') as Manifest & {
    spec: { [field: string]: unknown };
  };

test('an empty cluster with CloudNativePG takes everything in its order, every field known', async () => {
  const applied = await apply('-R', '-f', join(folder, 'dist/apply'));
  expect(applied.trim().split('\n')).toHaveLength(objects.length);
  expect(
    await plane.kubectl([
      'get',
      'clusters.postgresql.cnpg.io,scheduledbackups.postgresql.cnpg.io',
      '-A',
      '-o',
      'name',
    ]),
  ).toBe('cluster.postgresql.cnpg.io/postgres\nscheduledbackup.postgresql.cnpg.io/postgres\n');
});

test('a misspelt field, or one of another type, would have been noticed', async () => {
  const changed = (spec: object) =>
    JSON.stringify({ ...cluster(), spec: { ...cluster().spec, ...spec } });
  const attempt = (spec: object) =>
    plane.kubectl(
      ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'],
      changed(spec),
    );
  await expect(attempt({ enableSuperUserAccess: true })).rejects.toThrow(/enableSuperUserAccess/);
  await expect(attempt({ instances: 'three' })).rejects.toThrow(/instances/);
  await expect(
    attempt({ postgresql: { synchronous: { method: 'some', number: 1 } } }),
  ).rejects.toThrow(/synchronous.method/);
});

test('it is returned unchanged, so applying again changes nothing', async () => {
  const stored = JSON.parse(
    await plane.kubectl([
      'get',
      'clusters.postgresql.cnpg.io/postgres',
      '-n',
      'shared-infra',
      '-o',
      'json',
    ]),
  );
  expect(stored.spec).toMatchObject(cluster().spec);
  await apply('-R', '-f', join(folder, 'dist/apply'));
  const again = JSON.parse(
    await plane.kubectl([
      'get',
      'clusters.postgresql.cnpg.io/postgres',
      '-n',
      'shared-infra',
      '-o',
      'json',
    ]),
  );
  expect(again.metadata.generation).toBe(stored.metadata.generation);
});

test.each([
  [
    'yes',
    'asks whether the Cluster is Ready',
    ['get', 'clusters.postgresql.cnpg.io/postgres', '-n', 'shared-infra'],
  ],
  ['yes', 'reads the administrator', ['get', 'secrets/postgres-superuser', '-n', 'shared-infra']],
  ['yes', 'reads the authority', ['get', 'secrets/postgres-ca', '-n', 'shared-infra']],
  [
    'no',
    'changes no Cluster',
    ['patch', 'clusters.postgresql.cnpg.io/postgres', '-n', 'shared-infra'],
  ],
  ['no', 'reads no key of the Cluster', ['get', 'secrets/postgres-server', '-n', 'shared-infra']],
  ['no', 'sees no other Cluster', ['list', 'clusters.postgresql.cnpg.io', '-n', 'shared-infra']],
])('%s: the operator %s', async (answer, _, question) => {
  const said = await plane
    .kubectl(['auth', 'can-i', '--as=system:serviceaccount:ahlt-system:ahlt-operator', ...question])
    .catch((error: Error) => error.message);
  expect(said.includes('yes') ? 'yes' : 'no').toBe(answer);
});
