import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cyclonedxProblems } from '#test/support/cyclonedx.ts';
import { provideCosign, provideKnownHoles } from '#test/support/pipeline-tools.ts';
import { run } from '../../scripts/image/docker.ts';
import { type Containers, makeProject, type PipelineRun, type Project } from '../gitlab/project.ts';
import { baseHere, buildJobImages, engineOfRunner } from './job-engine.ts';
import { type PrivateRegistry, startPrivateRegistry } from './private-registry.ts';

// The jobs build, scan and sign as GitLab runs them: in containers with the runner's permissions,
// as the users of their images, with a registry that requires tokens and has a private authority.
// The programs are real and of the versions in .gitlab-ci.yml. Their base images are Debian instead
// of Alpine, with its git and runc; the test provides Trivy's database.

const repository = 'ahlt/im-ctrl';
let project: Project;
let registry: PrivateRegistry;
let containers: Containers;
let variables: Record<string, string>;
let knownHoles: string;

beforeAll(async () => {
  knownHoles = join(await provideKnownHoles(), 'known-holes');
  const images = await buildJobImages();
  project = await makeProject();
  registry = await startPrivateRegistry();
  const [name, here] = ['ahlt/node:24', await baseHere()];
  const authority = '/run/authority.crt';
  const cosign = await provideCosign();
  const secret = randomUUID();
  await mkdir(join(project.folder, '../keys'));
  await run('sh', ['-c', `cd "$KEYS" && "$COSIGN" generate-key-pair`], {
    env: {
      KEYS: join(project.folder, '../keys'),
      COSIGN: join(cosign, 'cosign'),
      COSIGN_PASSWORD: secret,
    },
  });
  containers = {
    engine: await engineOfRunner(),
    network: registry.network,
    hosts: [registry.tokens],
    volumes: [
      `${registry.caFile}:${authority}:ro`,
      `${cosign}/cosign:/usr/local/bin/cosign:ro`,
      `${join(project.folder, '../keys')}:/run/keys:ro`,
    ],
    files: images.files,
  };
  variables = {
    CI_REGISTRY: registry.host,
    CI_REGISTRY_IMAGE: `${registry.host}/${repository}`,
    CI_REGISTRY_USER: registry.user,
    CI_REGISTRY_PASSWORD: registry.password,
    CI_SERVER_TLS_CA_FILE: authority,
    NODE_IMAGE: `${registry.host}/${name}@${await registry.push(here, name)}`,
    BUILDKIT_IMAGE: images.buildkit,
    TRIVY_IMAGE: images.trivy,
    TOOLCHAIN_IMAGE: images.files,
    COSIGN_PASSWORD: secret,
    COSIGN_PRIVATE_KEY: '/run/keys/cosign.key',
  };
}, 1_200_000);
afterAll(async () => void (await registry?.[Symbol.asyncDispose]()));

/** Runs jobs in a runner's initial state: the commit, and no files of earlier jobs. */
async function jobs(
  names: string[],
  more: Record<string, string> = {},
  event: 'main' | 'branch' = 'main',
): Promise<PipelineRun> {
  await project.git('clean', '-ffdxq', '--exclude=node_modules', '--exclude=.gitlab-ci-local');
  return await project.runJobs(event, names, { ...variables, ...more }, containers);
}

const inProject = (path: string) => readFile(join(project.folder, path), 'utf8');

/** The result of the job `build`. */
const built = async (): Promise<string> =>
  /^IMAGE=(\S+)$/m.exec(await inProject('image.env'))?.[1] ?? '';

// npm's output for an installation, except from a cache.
const installed = /added \d+ packages/;

test('spec platform#pipeline: build pushes an image by its commit, without root, and names it by its digest; its bill of materials lies beside it', async () => {
  const { code, log } = await jobs(['build']);
  expect(code, log).toBe(0);
  const commit = await project.git('rev-parse', 'HEAD');
  const pushed = await registry.manifest(repository, commit);
  expect(await built()).toBe(`${registry.host}/${repository}:${commit}@${pushed.digest}`);
  const { config } = await registry.json(repository, pushed.config.digest);
  expect(config).toMatchObject({
    User: '10001:10001',
    Labels: {
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.base.name': variables['NODE_IMAGE'],
      'org.opencontainers.image.base.digest': variables['NODE_IMAGE']?.split('@')[1],
    },
  });
  const { components } = JSON.parse(await inProject('bill-of-materials/sbom.cdx.json'));
  expect(components.map(({ name }: { name: string }) => name)).toContain('express');
});

test('build makes the same image, byte by byte, when it begins once more with nothing', async () => {
  const { digest } = await registry.manifest(repository, await project.git('rev-parse', 'HEAD'));
  const { code, log } = await jobs(['build'], { CI_REGISTRY_IMAGE: `${registry.host}/ahlt/again` });
  expect(code, log).toBe(0);
  expect(log).toMatch(installed);
  expect((await built()).split('@')[1]).toBe(digest);
});

interface Hole {
  readonly ID: string;
  readonly Severity: string;
  readonly Source: string;
  readonly Package: string;
  readonly Advisory: Readonly<Record<string, unknown>>;
}
const inLibc: Hole = {
  ID: 'CVE-2026-90001',
  Severity: 'CRITICAL',
  Source: 'debian 12',
  Package: 'glibc',
  Advisory: { FixedVersion: '99' },
};
const inExpress: Hole = {
  ID: 'CVE-2026-90002',
  Severity: 'HIGH',
  Source: 'npm::GitHub Security Advisory npm',
  Package: 'express',
  Advisory: { VulnerableVersions: ['<99.0.0'], PatchedVersions: ['99.0.0'] },
};
const database = '.gitlab-ci-local/cache/trivy/.trivy/db';

/**
 * Runs the job with a pipeline cache whose database has these vulnerabilities, as if just
 * downloaded.
 */
async function scan(holes: readonly Hole[], more?: Record<string, string>): Promise<PipelineRun> {
  const folder = join(project.folder, database);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run(knownHoles, [folder], { input: JSON.stringify(holes) });
  return await jobs(['scan'], more);
}

test('scan passes an image without known vulnerabilities, and lists the contents of its base', async () => {
  const { code, log } = await scan([{ ...inLibc, Package: 'not-there' }], { TRIVY_DEBUG: 'true' });
  expect(code, log).toBe(0);
  expect(log).toContain('Version check and telemetry are disabled');
  const bill = JSON.parse(await inProject('bill-of-materials/base.cdx.json'));
  expect(await cyclonedxProblems(bill)).toEqual([]);
  expect(bill.components.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['libc6', 'express']),
  );
});

test('sign puts a signature and both bills of materials beside it', async () => {
  const { code, log } = await jobs(['sign']);
  expect(code, log).toBe(0);
  const { digest } = await registry.manifest(repository, await project.git('rev-parse', 'HEAD'));
  const { manifests } = await registry.manifest('ahlt/again', digest?.replace(':', '-') ?? '');
  expect(manifests).toHaveLength(3);
});

test.each([
  ['of the base', inLibc, /libc-bin │ CVE-2026-90001 │ CRITICAL/],
  ['that is bundled', inExpress, /express │ CVE-2026-90002 │ HIGH/],
])('scan turns red for a hole in a package %s, and names it', async (_, hole, named) => {
  const { code, log } = await scan([hole]);
  expect(code, log).not.toBe(0);
  expect(log).toMatch(named);
});

test('scan passes vulnerabilities without a fix, and minor ones', async () => {
  const { code, log } = await scan([
    { ...inLibc, Advisory: {} },
    { ...inExpress, Severity: 'MEDIUM' },
  ]);
  expect(code, log).toBe(0);
});

test('scan lets a hole pass that .trivyignore names', async () => {
  await project.write(
    '.trivyignore',
    `# Only programs that nobody starts here use it.\n${inLibc.ID}\n`,
  );
  await project.git('add', '.trivyignore');
  await project.git('commit', '-q', '-m', 'an exception');
  expect((await scan([inLibc])).code).toBe(0);
  expect((await scan([inLibc, inExpress])).code).not.toBe(0);
});

test("scan fails without a database, and sends the registry's password to no other server", async () => {
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer(({ headers }, response) => {
    asked.push(headers.authorization);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="elsewhere"' }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '0.0.0.0', resolve));
  await rm(join(project.folder, database), { recursive: true });
  const { port } = elsewhere.address() as AddressInfo;
  const { code, log } = await jobs(['scan'], {
    TRIVY_DB_REPOSITORY: `${registry.gateway}:${port}/trivy-db:2`,
  });
  elsewhere.close();
  expect(code, log).not.toBe(0);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(Boolean)).toEqual([]);
});

test('a branch takes unchanged layers from its own cache, main takes nothing, and scan turns red for a secret', async () => {
  const first = await jobs(['build-branch'], {}, 'branch');
  expect(first.code, first.log).toBe(0);
  const key = `glpat-${randomBytes(10).toString('hex')}`;
  const dockerfile = await inProject('Dockerfile');
  await project.write(
    'Dockerfile',
    dockerfile.replace('\nUSER 10001', `\nRUN echo token=${key} > /srv/ahlt/notes\nUSER 10001`),
  );
  await project.git('commit', '-q', '-a', '-m', 'a key');
  const { code, log } = await jobs(['build-branch'], {}, 'branch');
  expect(code, log).toBe(0);
  expect(log).not.toMatch(installed);
  const onMain = await jobs(['build']);
  expect(onMain.code, onMain.log).toBe(0);
  expect(onMain.log).toMatch(installed);
  const scanned = await scan([]);
  expect(scanned.code, scanned.log).not.toBe(0);
  expect(scanned.log).toMatch(/srv\/ahlt\/notes \(secrets\)/);
  expect(scanned.log).not.toContain(key);
});
