import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AhltEnvironment,
  environmentSpec,
  generatedFiles,
  group,
  plural,
  version,
} from '#cdk8s/api/index.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { type ApiClient, apiClient } from '#test/support/kubernetes/api-client.ts';

const root = new URL('../..', import.meta.url).pathname;
const read = readEnvironments(root);
const environments: readonly AhltEnvironment[] = read.ok ? read.value.environments : [];

let api: ApiClient;
let namespace: string;
let kubectl: (args: readonly string[]) => Promise<string>;

beforeAll(async () => {
  const plane = await controlPlane();
  api = apiClient(plane);
  kubectl = plane.kubectl;
  namespace = await createNamespace('api-environments');
});
afterAll(() => api.close());

const path = (name: string) =>
  `/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}`;
const applied = ({ apiVersion, kind, metadata: { name }, spec }: AhltEnvironment) =>
  api.apply(
    path(name),
    { apiVersion, kind, metadata: { name, namespace }, spec },
    'api-environments&fieldValidation=Strict',
  );

test("the environments of this repository match the platform's requirements", () => {
  expect(read).toMatchObject({ ok: true });
  const values = environments.map(({ metadata, spec }) => [
    metadata.namespace,
    spec.database.name,
    spec.host,
    spec.tlsSecretName,
    spec.replicas,
    spec.logLevel,
    spec.seed.profile,
    spec.resources.limits.memory,
  ]);
  expect(values).toEqual([
    ['ahlt-dev', 'ahlt_dev', 'dev.local', 'dev-tls', 1, 'debug', 'base', '256Mi'],
    ['ahlt-staging', 'ahlt_staging', 'staging.local', 'staging-tls', 1, 'info', 'demo', '256Mi'],
    ['ahlt-prod', 'ahlt_prod', 'app.local', 'prod-tls', 2, 'info', 'base', '512Mi'],
  ]);
});

test.each(environments)(
  'the API server takes $metadata.name and adds nothing: the defaults of the files are its defaults',
  async (environment) => {
    expect((await applied(environment)).spec).toEqual(environment.spec);
  },
);

test('the API server fills in the same defaults as the files', async () => {
  const spec = {
    image: 'im-ctrl:1.0.0',
    stage: 'dev',
    host: 'bare.local',
    database: { name: 'bare', urlSecretRef: { name: 'bare' } },
  };
  const bare = await api.apply(path('bare'), {
    apiVersion: `${group}/${version}`,
    kind: 'AhltEnvironment',
    metadata: { name: 'bare' },
    spec,
  });
  expect(bare.spec).toEqual(environmentSpec.parse(spec));
});

test('kubectl get shows where an environment is, with -o wide why', async () => {
  const [dev] = environments;
  if (!dev) throw new Error('There is no environment dev.');
  await applied(dev);
  const status = {
    step: 'Approval',
    schema: '0006',
    image: '1.3.2',
    graphState: 'in sync',
    workload: { availableReplicas: 1 },
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'ApprovalNeeded',
        message: 'Migration 0007 waits.',
        lastTransitionTime: '2026-11-24T13:00:00Z',
      },
    ],
  };
  await api.patch(`${path('dev')}/status`, { status });
  const [header = '', row = ''] = (await kubectl(['get', 'ahlt', 'dev', '-n', namespace])).split(
    '\n',
  );
  expect(header.split(/\s{2,}/)).toEqual([
    'NAME',
    'READY',
    'STEP',
    'SCHEMA',
    'GRAPH',
    'IMAGE',
    'AGE',
  ]);
  expect(row.split(/\s{2,}/).slice(0, 6)).toEqual([
    'dev',
    'False',
    'Approval',
    '0006',
    'in sync',
    '1.3.2',
  ]);
  expect(await kubectl(['get', 'ahlt', 'dev', '-n', namespace, '-o', 'wide'])).toMatch(
    /ApprovalNeeded +dev\.local +1 +1 .*Migration 0007 waits\./,
  );
});

test('kubectl explain describes a field in the words of the schema', async () => {
  await expect
    .poll(() => kubectl(['explain', 'ahlt.spec.migrations.approvedPlan']))
    .toContain('Hash of the approved plan');
});

test('a status that the operator could not have written is refused', async () => {
  const [dev] = environments;
  if (!dev) throw new Error('There is no environment dev.');
  await applied(dev);
  await expect(api.patch(`${path('dev')}/status`, { status: { step: 'Dancing' } })).rejects.toThrow(
    'status.step',
  );
});

test('the schemas for editors are those of the source', async () => {
  for (const { path: file, content } of generatedFiles())
    expect(await readFile(`${root}${file}`, 'utf8')).toBe(content);
});
