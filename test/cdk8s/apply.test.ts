import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cluster, ConnectedEnvironment } from '#cdk8s/api/index.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { titleOf } from '#cdk8s/policy/check.ts';
import { podLabelsOf, podOf } from '#cdk8s/policy/workloads.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { writeFiles } from '#cdk8s/synth-files.ts';
import { help } from '#cdk8s/synth-options.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane.ts';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';

// A separate, initially empty API server that gets everything as described by `npm run synth --
// --help`.
let plane: ControlPlaneServer;
let folder: string;
let cluster: Cluster;
let environments: readonly ConnectedEnvironment[];
let files: ReturnType<typeof synthesize>;

const objectsBelow = (path: string): Manifest[] =>
  files.filter((file) => file.path.startsWith(path)).flatMap(({ objects }) => objects);
const kubectl = (...args: string[]): Promise<string> => plane.kubectl(args);

beforeAll(async () => {
  const read = readEnvironments(process.cwd());
  if (!read.ok) throw new Error('environments/ is wrong');
  ({ cluster, environments } = read.value);
  const hosts = environments.map(({ spec }) => spec.host);
  const { cert, key } = await serverCertificate(await certificateAuthority('test'), hosts, []);
  const certificates = Object.fromEntries(
    environments.map(({ metadata }) => [metadata.name, { certificate: cert, key }]),
  );
  files = synthesize({ cluster, environments, certificates });
  folder = await mkdtemp(join(tmpdir(), 'ahlt-apply-'));
  writeFiles(join(folder, 'dist'), files);
  plane = await startControlPlane();
});

afterAll(async () => {
  await plane?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The commands of `npm run synth -- --help`, verbatim. */
const documented = help
  .split('\n')
  .filter((line) => line.startsWith('  kubectl '))
  .map((line) => line.trim().replaceAll("'", '').split(' ').slice(1));

test('an empty cluster takes everything by the commands that the help prints', async () => {
  expect(documented.map(([verb]) => verb)).toEqual(['apply', 'wait', 'wait', 'apply']);
  let applied = '';
  for (const args of documented)
    applied = await kubectl(...args.map((word) => word.replace(/^dist/, join(folder, 'dist'))));
  expect(applied.trim().split('\n')).toHaveLength(objectsBelow('apply/').length);
  expect(await kubectl('get', 'ahlt', '-A', '-o', 'name')).toBe(
    environments
      .map(({ metadata }) => `ahltenvironment.platform.ahlt.dev/${metadata.name}\n`)
      .toSorted()
      .join(''),
  );
});

test('applying it again changes nothing', async () => {
  const versions = () =>
    kubectl(
      'get',
      'crd,ns,deploy,sts,svc,cm,role,rolebinding,netpol,ahlt',
      '-A',
      '-l',
      'app.kubernetes.io/managed-by=ahlt-synth',
      '-o',
      'jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}={.metadata.generation}{"\\n"}{end}',
    );
  const before = await versions();
  await kubectl('apply', '--server-side', '-R', '-f', join(folder, 'dist/apply'));
  expect(await versions()).toBe(before);
});

test('the preview is accepted with every field known, and so is the rest', async () => {
  for (const part of ['apply', 'preview']) {
    const answer = await kubectl(
      'apply',
      '--server-side',
      '--dry-run=server',
      '--validate=strict',
      '-R',
      '-f',
      join(folder, 'dist', part),
    );
    expect(answer.trim().split('\n')).toHaveLength(objectsBelow(part).length);
  }
});

test('a misspelt field would have been noticed', async () => {
  const [deployment] = objectsBelow('preview/').filter(({ kind }) => kind === 'Deployment');
  const misspelt = { ...deployment, spec: { ...(deployment?.['spec'] as object), replica: 1 } };
  await expect(
    plane.kubectl(
      ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'],
      JSON.stringify(misspelt),
    ),
  ).rejects.toThrow(/\.spec\.replica/);
});

test('applied objects are returned unchanged, so nothing looks changed', async () => {
  const sent = objectsBelow('preview/').filter(({ kind }) => kind !== 'Job');
  await kubectl('apply', '--server-side', '-R', '-f', join(folder, 'dist/preview'));
  const { items } = JSON.parse(
    await kubectl('get', '-R', '-f', join(folder, 'dist/preview'), '-o', 'json'),
  ) as { items: Manifest[] };
  const stored = new Map(items.map((item) => [titleOf(item), item]));
  for (const object of sent)
    expect(stored.get(titleOf(object)), titleOf(object)).toMatchObject(object);
});

describe('Pod Security, quota and limits of each namespace', () => {
  test('admit every pod that a workload would make', async () => {
    const workloads = [...objectsBelow('apply/'), ...objectsBelow('preview/')].filter(
      (object) => podOf(object) !== undefined,
    );
    expect(workloads.length).toBeGreaterThan(10);
    const pods = workloads.map(({ kind, metadata, ...object }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${kind.toLowerCase()}-${metadata.name}`,
        namespace: metadata.namespace,
        labels: podLabelsOf({ kind, metadata, ...object } as Manifest),
      },
      spec: podOf({ kind, metadata, ...object } as Manifest),
    }));
    const answer = await plane.kubectl(
      ['create', '--dry-run=server', '-f', '-', '-o', 'name'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: pods }),
    );
    expect(answer.trim().split('\n')).toHaveLength(pods.length);
  });

  test('refuse a pod that is not restricted', async () => {
    for (const namespace of [
      'ahlt-system',
      'shared-infra',
      cluster.ingress.namespace,
      ...environments.map(({ metadata }) => `${metadata.namespace}`),
    ]) {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'loose', namespace },
        spec: { containers: [{ name: 'loose', image: 'busybox:1.37' }] },
      };
      await expect(
        plane.kubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(pod)),
        namespace,
      ).rejects.toThrow(/violates PodSecurity "restricted/);
    }
  });
});

describe('rights', () => {
  const operator = 'system:serviceaccount:ahlt-system:ahlt-operator';
  const ingress = 'system:serviceaccount:ingress-nginx:nginx-ingress';
  const web = 'system:serviceaccount:ahlt-dev:ahlt-dev';

  test.each([
    [
      'yes',
      operator,
      'the operator changes the status of its resource',
      ['patch', 'ahltenvironments.platform.ahlt.dev', '--subresource=status', '-n', 'ahlt-dev'],
    ],
    [
      'yes',
      operator,
      'the operator makes the passwords of the shared servers',
      ['create', 'secrets', '-n', 'shared-infra'],
    ],
    [
      'yes',
      operator,
      'the operator reads a connection Secret',
      ['get', 'secrets/ahlt-dev-secret', '-n', 'ahlt-dev'],
    ],
    [
      'yes',
      operator,
      'the operator holds its Lease',
      ['update', 'leases/ahlt-operator', '-n', 'ahlt-system'],
    ],
    [
      'no',
      operator,
      'the operator reads no certificate',
      ['get', 'secrets/dev-tls', '-n', 'ahlt-dev'],
    ],
    ['no', operator, 'the operator lists no Secrets', ['list', 'secrets', '-n', 'ahlt-prod']],
    [
      'no',
      operator,
      'the operator hands out no rights',
      ['create', 'rolebindings', '-n', 'ahlt-dev'],
    ],
    [
      'no',
      operator,
      'the operator enters no pod',
      ['create', 'pods', '--subresource=exec', '-n', 'ahlt-dev'],
    ],
    ['no', operator, 'the operator sees no other namespace', ['list', 'pods', '-n', 'kube-system']],
    [
      'yes',
      ingress,
      'the ingress controller follows certificates',
      ['watch', 'secrets', '-n', 'ahlt-dev'],
    ],
    [
      'no',
      ingress,
      'the ingress controller does not reach the passwords of the shared servers',
      ['get', 'secrets', '-n', 'shared-infra'],
    ],
    ['no', web, 'the app may do nothing', ['get', 'secrets/ahlt-dev-secret', '-n', 'ahlt-dev']],
  ])('%s for %s: %s', async (answer, subject, _, question) => {
    const said = await kubectl('auth', 'can-i', `--as=${subject}`, ...question).catch(
      (error: Error) => error.message,
    );
    expect(said.includes('yes') ? 'yes' : 'no').toBe(answer);
  });
});
