import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { provideCosign } from '#test/support/pipeline-tools.ts';
import { docker, run } from '../../scripts/image/docker.ts';
import { makeProject, type Project } from '../gitlab/project.ts';
import { buildOnce, exitOf, testTag } from './containers.ts';

// From the image of a commit to the version for prod: the pipeline's own jobs, with a real registry
// and a real cosign. The jobs before, build and scan, are in build-and-scan.test.ts.

const name = `ahlt-test-${randomUUID()}`;
let project: Project;
let host: string;
let variables: Record<string, string>;

beforeAll(async () => {
  const [folder] = await Promise.all([provideCosign(), buildOnce()]);
  project = await makeProject();
  await docker([
    'run',
    '--detach',
    '--name',
    name,
    '--publish',
    '127.0.0.1::5000',
    process.env.REGISTRY_IMAGE ?? 'registry:2',
  ]);
  host = (await docker(['port', name, '5000'])).split('\n')[0] ?? '';
  await eventually(
    async () => expect((await fetch(`http://${host}/v2/`)).status).toBe(200),
    30_000,
  );
  const keys = join(project.folder, '../keys');
  await mkdir(keys);
  const password = randomUUID();
  await run('sh', ['-c', `cd "$KEYS" && cosign generate-key-pair`], {
    env: { KEYS: keys, COSIGN_PASSWORD: password, PATH: `${folder}:${process.env.PATH}` },
  });
  variables = {
    PATH: `${folder}:${process.env.PATH}`,
    CI_REGISTRY: host,
    CI_REGISTRY_IMAGE: `${host}/ahlt/im-ctrl`,
    CI_REGISTRY_USER: 'job',
    CI_REGISTRY_PASSWORD: 'token',
    COSIGN_PASSWORD: password,
    COSIGN_PRIVATE_KEY: join(keys, 'cosign.key'),
    COSIGN_PUBLIC_KEY: join(keys, 'cosign.pub'),
  };
});
afterAll(async () => void (await docker(['rm', '--force', '--volumes', name])));

/** The result of the job build. */
async function push(image: string): Promise<string> {
  const sha = await project.git('rev-parse', 'HEAD');
  const pushed = `${host}/ahlt/im-ctrl:${sha}`;
  await docker(['tag', image, pushed]);
  const digest = /sha256:[0-9a-f]{64}/.exec(await docker(['push', pushed]))?.[0];
  await docker(['image', 'rm', pushed]);
  return `${pushed}@${digest}`;
}

const jobs = async (
  event: Parameters<Project['runJobs']>[0],
  names: string[],
  more: Record<string, string> = {},
) => await project.runJobs(event, names, { ...variables, ...more });

test('a built image is signed with its bill of materials, and becomes a version by its digest', async () => {
  const image = await push(testTag);
  await mkdir(join(project.folder, 'bill-of-materials'));
  const { output } = await exitOf(['--entrypoint', 'cat'], ['sbom.cdx.json']);
  await writeFile(join(project.folder, 'bill-of-materials/sbom.cdx.json'), output);
  const staged = await jobs('main', ['sign', 'accept-staging'], { IMAGE: image });
  expect(staged.code, staged.log).toBe(0);
  const released = await jobs({ tag: 'v1.0.0' }, ['release', 'check-signature']);
  expect(released.code, released.log).toBe(0);
  const { headers } = await fetch(`http://${host}/v2/ahlt/im-ctrl/manifests/1.0.0`, {
    method: 'HEAD',
    headers: {
      accept:
        'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json',
    },
  });
  expect(headers.get('docker-content-digest')).toBe(image.split('@')[1]);
});

test('its bill of materials can be had from the registry, and is of this image', async () => {
  const image = `${host}/ahlt/im-ctrl:1.0.0`;
  const words = [
    'verify-attestation',
    '--insecure-ignore-tlog=true',
    '--type',
    'cyclonedx',
    '--key',
    variables['COSIGN_PUBLIC_KEY'] ?? '',
    image,
  ];
  const said = await run('cosign', words, { env: { PATH: variables['PATH'] } });
  const statement = JSON.parse(
    Buffer.from(JSON.parse(said.split('\n').at(-1) ?? '').payload, 'base64').toString(),
  );
  expect(statement.predicate.metadata.component.name).toBe('im-ctrl');
});

test('an image that another user pushed is not a version, even with the tag of staging', async () => {
  await project.git('commit', '-q', '--allow-empty', '-m', 'another');
  const image = await push(process.env.REGISTRY_IMAGE ?? 'registry:2');
  const staged = await jobs('main', ['accept-staging'], { IMAGE: image });
  expect(staged.code, staged.log).toBe(0);
  const { code, log } = await jobs({ tag: 'v1.0.1' }, ['release', 'check-signature']);
  expect(code).not.toBe(0);
  expect(log).toMatch(/check-signature.*no (matching )?(signatures|attestations|artifacts)/i);
});
