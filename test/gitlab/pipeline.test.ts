import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { programVariables } from '#test/support/kubernetes/programs.ts';
import { neo4j } from '#test/support/neo4j.ts';
import { type Platform, startPlatform } from '#test/support/platform.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { type GitlabApiDouble, startGitlabApi } from './gitlab-api-double.ts';
import { makeProject, type Project } from './project.ts';
import { type RegistryDouble, startRegistry } from './registry-double.ts';

// The pipeline of this repository, run by gitlab-ci-local with the shell executor: its jobs use a
// real API server, kubelet of processes and operator, each with the account of the environment's
// deployer. The registry (a container) and the notes of a merge request (GitLab itself) are
// doubles. Jobs that need containers run in test/image, with an engine.

let project: Project;
let platform: Platform;
let postgres: PostgresServer;
let registry: RegistryDouble;
let gitlab: GitlabApiDouble;
let door: FrontDoor;
let caFile: string;
const hosts: Record<string, string> = {
  'dev.local': 'dev',
  'staging.local': 'staging',
  'app.local': 'prod',
};

beforeAll(async () => {
  [project, postgres, registry, gitlab] = await Promise.all([
    makeProject(),
    startPostgres(),
    startRegistry(),
    startGitlabApi('preview-token'),
  ]);
  platform = await startPlatform({ postgres, neo4j: await neo4j() });
  door = await openFrontDoor(Object.keys(hosts), (host) => {
    const web = platform.kubelet
      .pods(`ahlt-${hosts[host]}`)
      .filter(({ labels }) => labels['app.kubernetes.io/component'] === 'web');
    return web.find(({ pids }) => Object.keys(pids).length > 0)?.ip;
  });
  caFile = join(project.folder, '..', 'ca.pem');
  await writeFile(caFile, door.ca);
  // Installed, and suspended until the pipeline deploys each environment.
  for (const name of ['dev', 'staging', 'prod'])
    await platform.edit(`${name}/environment.yaml`, { 'spec.suspend': true });
  await platform.apply();
  await project.commit('environments/cluster.yaml', {
    'postgres.server.host': postgres.host,
    'postgres.server.port': postgres.port,
    'network.apiServerPort': Number(new URL(platform.controlPlane.server).port),
    'neo4j.uri': (await neo4j()).uri,
  });
  await project.git('update-ref', 'refs/remotes/origin/main', 'main');
});
afterAll(async () => {
  await Promise.all(
    [door, platform, registry, gitlab].map((part) => part?.[Symbol.asyncDispose]()),
  );
  await postgres?.[Symbol.asyncDispose]();
});

/**
 * What the runner provides to an environment's jobs: the account of that namespace, and the host's
 * address.
 */
async function access(name: string): Promise<Record<string, string>> {
  const { server, ca } = platform.controlPlane;
  const token = (
    await platform.kubectl([
      'create',
      'token',
      'ahlt-deployer',
      '-n',
      `ahlt-${name}`,
      '--duration=1h',
    ])
  ).trim();
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'cluster',
        cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: 'deployer', user: { token } }],
    contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'deployer' } }],
    'current-context': 'context',
  };
  const kubeconfig = join(project.folder, '..', `kubeconfig-${name}`);
  await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  return {
    KUBECONFIG: kubeconfig,
    ...(await programVariables()),
    SMOKE_OPTIONS: `--address ${door.address} --ca ${caFile}`,
    CI_REGISTRY_USER: 'job',
    CI_REGISTRY_PASSWORD: 'token',
    CI_REGISTRY_IMAGE: `${registry.host}/ahlt/im-ctrl`,
  };
}

/** The result of the job "build": an image by digest, here as a folder for the kubelet. */
async function buildImage(
  version: string,
  migrations: { name: string; statements: string[] }[] = [],
): Promise<string> {
  const sha = await project.git('rev-parse', 'HEAD');
  const digest = registry.push('ahlt/im-ctrl', sha, JSON.stringify({ version, migrations }));
  const image = `${registry.host}/ahlt/im-ctrl:${sha}@${digest}`;
  await platform.images.build({ name: image, version, migrations });
  return image;
}

/** The variables of a job of merge request 7 in project 42. */
const mergeRequest = () => ({
  CI_API_V4_URL: gitlab.url,
  CI_PROJECT_ID: '42',
  CI_MERGE_REQUEST_IID: '7',
  PREVIEW_TOKEN: 'preview-token',
});
const notesPath = '/projects/42/merge_requests/7/notes';
const notes = () => gitlab.below(notesPath).map((path) => String(gitlab.at(path)?.['body']));

const live = async (name: string) =>
  JSON.parse(await platform.kubectl(['get', 'ahlt', name, '-n', `ahlt-${name}`, '-o', 'json']));

describe('which jobs run', () => {
  const when = async (event: Parameters<Project['listJobs']>[0], wanted: string) =>
    [...(await project.listJobs(event))].flatMap(([name, job]) =>
      job.when === wanted ? [name] : [],
    );

  const checks = ['verify', 'test', 'lint-manifests', 'lint-secrets', 'lint-packages'];

  test('on a branch: the checks, and dev on demand', async () => {
    expect(await when('branch', 'on_success')).toEqual(checks);
    expect(await when('branch', 'manual')).toEqual(['build-branch', 'deploy-dev']);
  });

  test('for a merge request: the note too', async () => {
    expect(await when('merge request', 'on_success')).toEqual([...checks, 'preview']);
    expect(await when('merge request', 'manual')).toEqual(['build-branch', 'deploy-dev']);
  });

  test('on main: everything up to staging, without being asked', async () => {
    const image = ['build', 'scan', 'sign'];
    expect(await when('main', 'on_success')).toEqual([
      ...checks,
      ...image,
      'deploy-staging',
      'smoke-staging',
      'accept-staging',
    ]);
    expect(await when('main', 'manual')).toEqual(['toolchain', 'deploy-dev', 'rollback-staging']);
  });

  test('spec platform#pipeline: on a version tag prod waits for a manual start, and nothing is built', async () => {
    expect(await when({ tag: 'v1.0.0' }, 'on_success')).toEqual([
      ...checks,
      'release',
      'check-signature',
      'smoke-prod',
    ]);
    expect(await when({ tag: 'v1.0.0' }, 'manual')).toEqual(['deploy-prod', 'rollback-prod']);
    expect((await project.listJobs({ tag: 'v1.0.0' })).get('deploy-prod')?.allowFailure).toBe(
      'false',
    );
  });

  test('spec platform#pipeline: an image is built without root and pushed by its commit, never as latest; every check may stop the line', async () => {
    const text = await project.expanded('main');
    expect(text).toMatch(/rootless/);
    expect(text).toMatch(/name=\S*\$\{?CI_COMMIT_SHA\}?,push=true/);
    expect(text).not.toMatch(/:latest/);
    const jobs = await project.listJobs('main');
    expect(
      [...jobs].filter(([, job]) => job.when === 'on_success' && job.allowFailure === 'true'),
    ).toEqual([]);
  });
});

test('the checks of a change are those that every clone has to pass', async () => {
  const command = /npm run (?:--silent )?(verify -- .*)/;
  const { verify } = parse(await project.expanded('main')) as { verify: { script: string[] } };
  const everywhere = command.exec(await readFile('.ci/run', 'utf8'))?.[1];
  expect(everywhere).toMatch(/^verify/);
  expect(verify.script.map((line) => command.exec(line)?.[1])).toEqual([everywhere]);
});

describe('main', () => {
  test('spec platform#pipeline: is synthesized, brought to staging, waited for, asked over HTTPS, and accepted', async () => {
    const image = await buildImage('1.0.0');
    const jobs = [
      'lint-manifests',
      'lint-secrets',
      'deploy-staging',
      'smoke-staging',
      'accept-staging',
    ];
    const { code, log } = await project.runJobs('main', jobs, {
      ...(await access('staging')),
      IMAGE: image,
    });
    expect(code, log).toBe(0);
    expect(log).toMatch(/✓ ready\s+UpToDate: /);
    expect(log).toContain('https://staging.local: the sign-in page, HSTS');
    expect((await live('staging')).spec.image).toBe(image);
    const sha = await project.git('rev-parse', 'HEAD');
    expect(registry.digest('ahlt/im-ctrl', `staging-${sha}`)).toBe(image.split('@')[1]);
  });
});

describe('main with a broken migration', () => {
  test('spec platform#pipeline: turns red, names the statement, and the version before goes on serving', async () => {
    const before = (await live('staging')).status.workload.image;
    const image = await buildImage('1.1.0', [{ name: 'broken', statements: ['select 1 / 0'] }]);
    const jobs = ['deploy-staging', 'smoke-staging', 'accept-staging'];
    const { code, log } = await project.runJobs('main', jobs, {
      ...(await access('staging')),
      IMAGE: image,
    });
    expect(code, log).not.toBe(0);
    expect(log).toMatch(
      /✗ ready\s+MigrationFailed: .*division by zero.*statement 1 of 1: select 1 \/ 0/,
    );
    expect(log).toContain('kubectl -n ahlt-staging describe ahlt staging');
    expect(log).not.toMatch(/smoke-staging \$/);
    expect((await live('staging')).status.workload.image).toBe(before);
  });
});

describe('a merge request', () => {
  test('gets one note, which is updated and says what prod will run', async () => {
    gitlab.put(`${notesPath}/900`, { id: 900, body: 'Looks good to me.', system: false });
    await project.git('checkout', '-q', '-b', 'feature');
    await project.commit('environments/staging/environment.yaml', { 'spec.replicas': 2 });
    const variables = mergeRequest();
    const first = await project.runJobs('merge request', ['preview'], variables);
    expect(first.code, first.log).toBe(0);
    expect(notes()).toHaveLength(2);
    expect(notes()[1]).toContain('| objects | – | 3 changed, 1 added | – |');
    expect(notes()[1]).toContain('+  replicas: 2');
    await project.commit('environments/staging/environment.yaml', { 'spec.logLevel': 'warn' });
    const second = await project.runJobs('merge request', ['preview'], variables);
    expect(second.code, second.log).toBe(0);
    expect(notes()).toHaveLength(2);
    expect(notes()[1]).toContain('+  logLevel: warn');
    expect(notes()[0]).toBe('Looks good to me.');
    expect(gitlab.refused).toEqual([]);
  });

  test('with an invalid file fails with file, line and field, also in the note', async () => {
    await project.commit('environments/dev/environment.yaml', { 'spec.replica': 1 });
    const variables = mergeRequest();
    const { code, log } = await project.runJobs(
      'merge request',
      ['lint-manifests', 'preview'],
      variables,
    );
    expect(code).not.toBe(0);
    expect(log).toMatch(/spec\.replica\s+unknown field; did you mean "replicas"\?/);
    await project.git('checkout', '-q', '-f', 'main');
  });
});

describe('a version tag', () => {
  test('on a commit that staging has run brings that digest to prod', async () => {
    const sha = await project.git('rev-parse', 'HEAD');
    const digest = registry.digest('ahlt/im-ctrl', `staging-${sha}`);
    const image = `${registry.host}/ahlt/im-ctrl:1.0.0@${digest}`;
    platform.images.add(
      image,
      platform.images.find(`${registry.host}/ahlt/im-ctrl:${sha}@${digest}`) ?? '',
    );
    const { code, log } = await project.runJobs(
      { tag: 'v1.0.0' },
      ['release', 'deploy-prod', 'smoke-prod'],
      await access('prod'),
    );
    expect(code, log).toBe(0);
    expect((await live('prod')).spec.image).toBe(image);
    expect(registry.digest('ahlt/im-ctrl', '1.0.0')).toBe(digest);
    expect(log).toContain('https://app.local: the sign-in page');
  });

  test('that the file of prod does not name is refused before anything is applied', async () => {
    const { code, log } = await project.runJobs(
      { tag: 'v2.0.0' },
      ['release', 'deploy-prod'],
      await access('prod'),
    );
    expect(code).not.toBe(0);
    expect(log).toContain('environments/prod/environment.yaml names 1.0.0');
    expect((await live('prod')).spec.image).toContain(':1.0.0@');
  });

  test('on a commit that staging has not run is refused', async () => {
    await project.commit('environments/dev/environment.yaml', { 'spec.logLevel': 'info' });
    const { code, log } = await project.runJobs(
      { tag: 'v1.0.0' },
      ['release'],
      await access('prod'),
    );
    expect(code).not.toBe(0);
    expect(log).toContain('the registry has no such image');
  });
});

describe('afterwards', () => {
  test('a rollback brings the image back that was good before', async () => {
    // The last good image: the spec still names the broken one.
    const before = (await live('staging')).status.workload.lastGoodImage;
    const image = await buildImage('1.0.1');
    const variables = await access('staging');
    const next = await project.runJobs('main', ['deploy-staging'], { ...variables, IMAGE: image });
    expect(next.code, next.log).toBe(0);
    const { code, log } = await project.runJobs('main', ['rollback-staging'], variables);
    expect(code, log).toBe(0);
    expect((await live('staging')).spec.image).toBe(before);
    expect(log).toContain(`image: ${before}`);
  });

  test('spec platform#isolation: the account of one environment reaches no other, and no more than the resource', async () => {
    const { code, log } = await project.runJobs('main', ['deploy-staging'], {
      ...(await access('dev')),
      IMAGE: (await live('staging')).spec.image,
    });
    expect(code).not.toBe(0);
    expect(log).toMatch(/ahlt-dev:ahlt-deployer.*cannot get resource "ahltenvironments"/);
    for (const question of [
      ['get', 'secrets'],
      ['create', 'pods'],
      ['patch', 'deployments'],
      ['create', 'rolebindings'],
      ['delete', 'ahlt/staging'],
    ]) {
      const as = '--as=system:serviceaccount:ahlt-staging:ahlt-deployer';
      const answer = await platform
        .kubectl(['auth', 'can-i', as, ...question, '-n', 'ahlt-staging'])
        .catch((error: Error) => error.message);
      expect(answer, question.join(' ')).not.toMatch(/^yes/);
    }
  });
});
