import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { titleOf } from '#cdk8s/policy/check.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane.ts';
import { createImages, firstRelease, type Images } from '#test/support/images.ts';
import { type Kubelet, startKubelet } from '#test/support/kubelet.ts';
import { programVariables } from '#test/support/kubernetes/programs.ts';
import { registry } from '#test/support/platform.ts';

// `npm run deploy -- platform` as run by an administrator, on its own empty cluster: one story in
// order.
let plane: ControlPlaneServer;
let images: Images;
let kubelet: Kubelet;
let programs: Readonly<Record<string, string>>;

const read = readEnvironments(process.cwd());
if (!read.ok) throw new Error('environments/ is wrong');
const wanted = synthesize(read.value)
  .filter(({ path }) => path.startsWith('apply/'))
  .flatMap(({ objects }) => objects)
  .filter(({ kind }) => kind !== 'AhltEnvironment');

beforeAll(async () => {
  [plane, images, programs] = await Promise.all([
    startControlPlane(),
    createImages(firstRelease),
    programVariables(),
  ]);
  images.add(`${registry}:1.0.0`, await firstRelease());
  kubelet = await startKubelet({ controlPlane: plane, images, namespaces: ['ahlt-system'] });
});
afterAll(async () => {
  await kubelet?.[Symbol.asyncDispose]();
  await images?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
});

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** The command as typed by a user, with this cluster as the current one. */
function deploy(args: readonly string[], kubeconfig = plane.kubeconfig): Promise<Ended> {
  const env = {
    ...process.env,
    ...programs,
    KUBECONFIG: kubeconfig,
  };
  const child = spawn('npm', ['run', '--silent', 'deploy', '--', 'platform', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

const names = async (kind: string): Promise<string[]> =>
  (await plane.kubectl(['get', kind, '-A', '-o', 'name'])).trim().split('\n').filter(Boolean);

test('--dry-run on an empty cluster stores nothing', async () => {
  const { code, said } = await deploy(['--dry-run']);
  expect(code, said).toBe(0);
  expect(said).toMatch(
    /\d+ objects for namespaces that do not exist yet: ahlt-dev, ahlt-prod, ahlt-staging, ahlt-system, ingress-nginx, shared-infra/,
  );
  expect(said).toContain('see above; nothing was stored (--dry-run)');
  expect(await names('namespaces')).not.toContain('namespace/ahlt-system');
  expect(await names('crd')).toEqual([]);
});

test('brings everything but the environments, and waits for the operator', async () => {
  const { code, said } = await deploy([]);
  expect(code, `${said}\n${kubelet.logs('ahlt-system')}`).toBe(0);
  expect(said).toMatch(
    /✓ synth +\d+ objects.*\n ✓ types +ahltenvironments\.platform\.ahlt\.dev.*\n ✓ apply +\d+ objects.*\n ✓ operator +available/,
  );
  const { items } = JSON.parse(
    await plane.kubectl(
      ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-', '-o', 'json'],
      asList(wanted),
    ),
  );
  expect(items.map(titleOf).toSorted()).toEqual(wanted.map(titleOf).toSorted());
  expect(await names('ahlt')).toEqual([]);
});

test('the operator made the passwords of the servers of ours', async () => {
  const { items } = JSON.parse(
    await plane.kubectl(['get', 'secrets', '-n', 'shared-infra', '-o', 'json']),
  );
  expect(items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
    'neo4j-auth',
    'postgres-admin',
  ]);
});

test('repeated it changes nothing, and --dry-run says so', async () => {
  const generations = () =>
    plane.kubectl([
      'get',
      'deploy,sts,crd,netpol,role',
      '-A',
      '-o',
      'jsonpath={.items[*].metadata.generation}',
    ]);
  const before = await generations();
  expect((await deploy([])).code).toBe(0);
  expect(await generations()).toBe(before);
  expect((await deploy(['--dry-run'])).said).toContain(
    'nothing changes; nothing was stored (--dry-run)',
  );
});

test('manual changes are shown by --dry-run, and reverted', async () => {
  await plane.kubectl([
    'patch',
    'networkpolicy',
    'postgres',
    '-n',
    'shared-infra',
    '--type=merge',
    '-p',
    '{"spec":{"ingress":[{}]}}',
  ]);
  const { said } = await deploy(['--dry-run']);
  expect(said).toMatch(/see above; nothing was stored/);
  expect(said).toContain('kubernetes.io/metadata.name: ahlt-prod');
  expect((await deploy([])).code).toBe(0);
  const { spec } = JSON.parse(
    await plane.kubectl(['get', 'networkpolicy', 'postgres', '-n', 'shared-infra', '-o', 'json']),
  );
  expect(spec.ingress).toHaveLength(1);
  expect(spec.ingress[0].from.length).toBeGreaterThan(1);
});

describe('fails loudly', () => {
  test('when the operator does not become available', async () => {
    const { code, said } = await deploy([
      '--operator-image',
      `${registry}:9.9.9`,
      '--timeout',
      '3',
    ]);
    expect(code).toBe(3);
    expect(said).toContain('timed out waiting for the condition');
    expect((await deploy([])).code).toBe(0);
  });

  test('when the image is not one that a file may name', async () => {
    const { code, said } = await deploy(['--operator-image', 'im-ctrl:latest']);
    expect(code).toBe(2);
    expect(said).toContain('operator.image');
  });

  test('when the account is that of a pipeline: it may not apply namespaces or roles', async () => {
    const token = (
      await plane.kubectl(['create', 'token', 'ahlt-deployer', '-n', 'ahlt-prod'])
    ).trim();
    const config = JSON.parse(await plane.kubectl(['config', 'view', '--raw', '-o', 'json']));
    config.users = config.users.map(({ name }: { name: string }) => ({ name, user: { token } }));
    const path = `${plane.folder}/deployer.kubeconfig`;
    await writeFile(path, JSON.stringify(config), { mode: 0o600 });
    const { code, said } = await deploy([], path);
    expect(code).toBe(3);
    expect(said).toMatch(/ahlt-prod:ahlt-deployer.*(forbidden|cannot)/);
  });

  test('when no cluster answers', async () => {
    const { code, said } = await deploy([], '/dev/null');
    expect(code).toBe(3);
    expect(said).toContain('✗');
  });
});

const asList = (items: readonly object[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
