import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane.ts';
import { programVariables } from '#test/support/kubernetes/programs.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { awaitTypes } from '../../scripts/deploy/kubectl.ts';
import { gitlab } from '../../scripts/gitlab/api.ts';
import { secretFilesIn } from '../../scripts/gitlab/secret-files.ts';
import { setUpProject } from '../../scripts/gitlab/setup.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { type GitlabApiDouble, startGitlabApi } from './gitlab-api-double.ts';
import { type RegistryDouble, startRegistry } from './registry-double.ts';

// The checklist as run by a user: git, the API server, kubectl and TLS are real; GitLab's API and
// the registry are doubles. Nothing serves behind the front door: `npm run test:kind` checks the
// hosts.

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const names = ['dev', 'staging', 'prod'] as const;
let folder: string;
let plane: ControlPlaneServer;
let door: FrontDoor;
let api: GitlabApiDouble;
let registry: RegistryDouble;

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs it in the folder of the project. */
async function verifyPlatform(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const program = join(root, 'scripts/verify-platform/main.ts');
  const surroundings = {
    ...process.env,
    ...(await programVariables()),
    KUBECONFIG: plane.kubeconfig,
    ...env,
  };
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: surroundings },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const here = () => ['--address', door.address, '--gitlab', new URL(api.url).origin];
const checks = ({
  out,
}: Result): { name: string; passed: boolean; message: string; next: string[] }[] =>
  JSON.parse(out).checks;

beforeAll(async () => {
  folder = await mkdtemp(join(temporaryFolder('checklist'), 'project-'));
  await cp(join(root, 'environments'), join(folder, 'environments'), { recursive: true });
  [api, registry, door, plane] = await Promise.all([
    startGitlabApi('setup-token'),
    startRegistry('cluster:gldt-secret'),
    openFrontDoor(['dev.local', 'staging.local', 'app.local'], () => undefined),
    // Only the test sets the state.
    startControlPlane({ controllers: false }),
  ]);
  await mkdir(join(folder, 'certs'));
  await writeFile(join(folder, 'certs/ca.crt'), door.ca);
  await nameImages(`${registry.host}/ahlt/im-ctrl:1.0.0`);
  await Promise.all([makeRepository(), makeProjectInGitlab(), applyPlatform()]);
  registry.push('ahlt/im-ctrl', '1.0.0', 'an image');
});
afterAll(async () => {
  await Promise.all([api, registry, door, plane].map((part) => part?.[Symbol.asyncDispose]()));
});

async function nameImages(image: string): Promise<void> {
  for (const [file, path] of [
    ['cluster.yaml', 'operator.image'],
    ...names.map((name) => [`${name}/environment.yaml`, 'spec.image']),
  ]) {
    const document = parseDocument(
      await readFile(join(folder, 'environments', file ?? ''), 'utf8'),
    );
    document.setIn(path?.split('.') ?? [], image);
    await writeFile(join(folder, 'environments', file ?? ''), document.toString());
  }
}

/** A clone whose origin is GitLab, according to git. */
async function makeRepository(): Promise<void> {
  const bare = join(folder, '../origin.git');
  const address = 'ssh://git@127.0.0.1:2222/ahlt/im-ctrl.git';
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: folder,
    });
  await run('git', ['init', '-q', '--bare', '-b', 'main', bare]);
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', address);
  await git('config', `url.${bare}.insteadOf`, address);
  await git('commit', '-q', '--allow-empty', '-m', 'main');
  await git('push', '-q', 'origin', 'main');
}

async function makeProjectInGitlab(): Promise<void> {
  const files = secretFilesIn(join(folder, 'gitlab/secrets'));
  await files.write('setup-token', 'setup-token');
  await setUpProject({
    api: gitlab({ url: api.url, token: 'setup-token' }),
    files,
    today: '2026-11-27',
    say: () => undefined,
  });
  for (const runner of api.below('/projects/2/runners'))
    api.put(runner, { status: 'online', paused: false });
  api.put('/projects/2/pipelines/1', {
    status: 'success',
    sha: '0a1b2c3d4e5f',
    web_url: `${api.url}/1`,
  });
}

/** The output of synth, and a status as reported by the operator and the controllers. */
async function applyPlatform(): Promise<void> {
  const read = readEnvironments(folder);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const objects = synthesize(read.value)
    .filter(({ path }) => path.startsWith('apply/'))
    .flatMap((file) => file.objects);
  const apply = (items: readonly object[]) =>
    plane.kubectl(
      ['apply', '--server-side', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );
  const types = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  await apply(types);
  await awaitTypes(['ahltenvironments.platform.ahlt.dev'], plane.kubectl);
  await apply(objects.filter(({ kind }) => kind !== 'CustomResourceDefinition'));
  const one = { replicas: 1, readyReplicas: 1, availableReplicas: 1 };
  for (const server of ['postgres', 'neo4j'])
    await report('shared-infra', `statefulset/${server}`, one);
  await report('ahlt-system', 'deployment/ahlt-operator', one);
  for (const name of names) await reportConditions(name, {});
}

const report = (namespace: string, object: string, status: object) =>
  plane.kubectl([
    '-n',
    namespace,
    'patch',
    object,
    '--subresource=status',
    '--type=merge',
    '-p',
    JSON.stringify({ status }),
  ]);

function reportConditions(
  name: string,
  changes: Readonly<Record<string, string>>,
): Promise<string> {
  const types = {
    Ready: 'True',
    DatabaseReady: 'True',
    Migrated: 'True',
    GraphSynced: 'True',
    ...changes,
  };
  const conditions = Object.entries(types).map(([type, status]) => ({
    type,
    status,
    reason: status === 'True' ? 'UpToDate' : 'ResyncFailed',
    message: status === 'True' ? 'As it should be.' : 'Neo4j did not answer.',
    lastTransitionTime: '2026-11-27T00:00:00Z',
    observedGeneration: 1,
  }));
  return report(`ahlt-${name}`, `ahlt/${name}`, {
    observedGeneration: 1,
    step: 'Watching',
    conditions,
  });
}

test('spec platform#local-cluster: a correct platform passes, from the repository to the certificates', async () => {
  const points = 'repository,registry,runner,pipeline,namespaces,databases,graph,app,tls';
  const result = await verifyPlatform(['--json', '--only', points, ...here()]);
  expect(checks(result).filter(({ passed }) => !passed)).toEqual([]);
  expect(checks(result).map(({ name }) => name)).toEqual(points.split(','));
  expect(JSON.parse(result.out).passed).toBe(true);
  expect(result.code).toBe(0);
});

test("problems are reported with the system's own message and the next step, and the others still pass", async () => {
  await reportConditions('staging', { GraphSynced: 'False' });
  api.put('/projects/2/pipelines/1', { status: 'failed' });
  try {
    const result = await verifyPlatform(['--json', ...here()]);
    const failed = checks(result).filter(({ passed }) => !passed);
    expect(failed.map(({ name }) => name)).toEqual(['pipeline', 'graph', 'ingress']);
    expect(failed[1]).toMatchObject({
      message: 'staging: ResyncFailed: Neo4j did not answer.',
      next: ['kubectl -n ahlt-staging describe ahlt staging'],
    });
    // The front door is reachable and trusted, and nothing serves behind it.
    expect(failed[2]?.message).toContain(
      'https://dev.local/login: the sign-in page expected, got 503',
    );
    expect(result.code).toBe(1);
  } finally {
    await reportConditions('staging', {});
    api.put('/projects/2/pipelines/1', { status: 'success' });
  }
});

test('a certificate of an authority that is not known does not pass, however well the host answers', async () => {
  const another = await openFrontDoor(['dev.local', 'staging.local', 'app.local'], () => undefined);
  try {
    const [tls] = checks(
      await verifyPlatform(['--json', '--only', 'tls', '--address', another.address]),
    );
    expect(tls).toMatchObject({ passed: false, message: expect.stringContaining('dev.local: ') });
    expect(tls?.next.join()).toContain('make certs');
  } finally {
    await another[Symbol.asyncDispose]();
  }
});

test('if nothing is reachable, every item fails with its next step, and nothing crashes', async () => {
  await registry[Symbol.asyncDispose]();
  const nowhere = ['--address', registry.host, '--gitlab', `https://${registry.host}`];
  const { code, out, err } = await verifyPlatform(nowhere, {
    KUBECONFIG: join(folder, 'no-such-file'),
  });
  expect(err).toBe('');
  expect(out.match(/^ ✗ /gm)).toHaveLength(10);
  expect(out.match(/^ {3}→ /gm)?.length).toBeGreaterThanOrEqual(10);
  expect(out).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
});

test('a word that is no point is refused', async () => {
  const { code, err } = await verifyPlatform(['--only', 'weather']);
  expect(err).toContain('--only weather: expected repository');
  expect(code).toBe(2);
});
