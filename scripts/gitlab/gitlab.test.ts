import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findSecrets } from './find-secrets.ts';
import { imageFiles, imagesIn, withDigests } from './images.ts';
import { OptionError, parseRequest } from './options.ts';
import { runnerConfig } from './runner-config.ts';

describe('the command line', () => {
  test.each([
    [['setup', '--dry-run'], { action: 'setup', dryRun: true, url: 'https://gitlab.local:8929' }],
    [
      ['migrate', '--from', 'x', '--allow', 'a', '--allow', 'b'],
      { action: 'migrate', from: 'x', allow: ['a', 'b'] },
    ],
    [['images', '--pin'], { action: 'images', pin: true }],
    [['scan', '--history'], { action: 'scan', history: true }],
    [['kubeconfig', 'prod'], { action: 'kubeconfig', environment: 'prod' }],
    [[], { action: 'help' }],
  ])('%j', (args, expected) => expect(parseRequest(args)).toMatchObject(expected));

  test.each([[['migrate']], [['kubeconfig']], [['explode']], [['setup', '--dry']]])(
    '%j is refused',
    (args) => expect(() => parseRequest(args)).toThrow(OptionError),
  );
});

test("spec platform#gitlab: the runner's jobs are not privileged, see no socket, and trust GitLab's authority", () => {
  const text = runnerConfig({
    url: 'https://gitlab.local:8929',
    token: 'glrt-"x',
    image: 'node',
    hosts: ['dev.local'],
    concurrent: 2,
  });
  expect(text).toContain('privileged = false');
  expect(text).not.toContain('docker.sock');
  expect(text).toContain('network_mode = "gitlab"');
  expect(text).toContain('extra_hosts = ["dev.local:host-gateway"]');
  expect(text).toContain('tls-ca-file = "/etc/gitlab-runner/certs/ca.crt"');
  expect(text).toContain('token = "glrt-\\"x"');
});

describe('secrets', () => {
  const token = `ghp_${'Zx9'.repeat(12)}`;

  test('are found with line and kind, and the same one has the same fingerprint wherever it is', async () => {
    const [one] = await findSecrets('a.ini', `\ntoken=${token}\n`);
    const [other] = await findSecrets('deep/b.ts', `const t = '${token}';`);
    expect(one).toMatchObject({ path: 'a.ini', line: 2, rule: 'github' });
    expect(other?.fingerprint).toBe(one?.fingerprint);
    expect(JSON.stringify([one, other])).not.toContain(token);
  });

  test.each([
    ['NEO4J_PASSWORD=secretpass', true],
    [`POSTGRES_PASSWORD: $\{POSTGRES_PASSWORD:-ahlt_dev_pass}`, true],
    ['password: "ahlt_dev_pass"', true],
    ['sessionKey = "b7f3e01c9a5d4862ffe1a0c37b9d5e64"', true],
    ['secret: Xk29vQm7Lp0sRt4z', true],
    ...[
      'password',
      'passwd',
      'passphrase',
      'secret',
      'token',
      'api_key',
      'API-KEY',
      'apikey',
      'session_key',
      'private_key',
      'PRIVATE-KEY',
      'privateKey',
    ].map((name): [string, boolean] => [`${name}=Xk29vQm7Lp0sRt4z`, true]),
    ['password: process.env.PASSWORD', false],
    ['secretName: postgres-admin', false],
    ['token = await readFile(tokenPath)', false],
    ['apiKey: "registry.gitlab.local/ahlt/im-ctrl"', false],
    ['password = aaaaaaaaaaaaaaaaaaaaaaaa1', false],
  ])('passwords by the name that they are given to: %s', async (text, isOne) =>
    expect(await findSecrets('a.yaml', text)).toHaveLength(isOne ? 1 : 0),
  );

  test('are not searched for in binary files', async () =>
    expect(await findSecrets('a.bin', `\0${token}`)).toEqual([]));
});

describe('images', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const text = `A: docker.io/library/node:24.1.0-slim\nB: \${X:-ghcr.io/a/b:v1@${digest}}\nC: docker.io/library/node:24.1.0-slim # registry.gitlab.local:5050/x:1\n`;

  test('are found with their digests, each once', () =>
    expect(imagesIn(text)).toEqual([
      { name: 'docker.io/library/node:24.1.0-slim', digest: undefined },
      { name: 'ghcr.io/a/b:v1', digest },
    ]));

  test('get the digests that are known, wherever they stand', () => {
    const other = `sha256:${'b'.repeat(64)}`;
    const pinned = withDigests(text, new Map([['docker.io/library/node:24.1.0-slim', other]]));
    expect(pinned.match(/node:24\.1\.0-slim@sha256:b{64}/g)).toHaveLength(2);
    expect(pinned).toContain(`b:v1@${digest}}`);
  });

  test('spec platform#gitlab: of GitLab, its runner and the jobs have a version, and those of jobs a digest, too', () => {
    const [jobs = [], servers = []] = imageFiles.map((file) =>
      imagesIn(readFileSync(file, 'utf8')),
    );
    expect(
      jobs.map(
        ({ name }) => /\/(node|golang|buildkit|trivy|cosign|toolchain):v?\d+/.exec(name)?.[1],
      ),
    ).toEqual(['node', 'golang', 'buildkit', 'trivy', 'cosign', 'toolchain']);
    expect(jobs.filter(({ digest: held }) => held === undefined)).toEqual([]);
    expect(servers.map(({ name }) => name.split(':')[0])).toEqual([
      'docker.io/gitlab/gitlab-ce',
      'docker.io/gitlab/gitlab-runner',
    ]);
  });
});

test('spec platform#gitlab: GitLab and its runner have a health check, bounded memory and logs, TLS, and answer on this machine only', () => {
  const { services } = parse(readFileSync('gitlab/compose.yaml', 'utf8'), { merge: true }) as {
    services: Record<
      string,
      { image: string; ports?: string[]; healthcheck: object; deploy: object; logging: object }
    >;
  };
  expect(Object.keys(services)).toEqual(['gitlab', 'runner']);
  for (const { image, ports = [], ...rest } of Object.values(services)) {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+/);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(Object.keys(rest)).toEqual(expect.arrayContaining(['healthcheck', 'deploy', 'logging']));
  }
  const text = readFileSync('gitlab/compose.yaml', 'utf8');
  expect(text).toContain("registry_external_url 'https://registry.gitlab.local:5050'");
  expect(text).not.toMatch(/insecure|http:\/\//);
});

test('spec platform#pipeline: jobs, tests and the image run on one Node.js, and no job needs a server that the pipeline would have to configure', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const pipeline = readFileSync('.gitlab-ci.yml', 'utf8');
  expect(/library\/node:([\d.]+)-/.exec(pipeline)?.[1]).toBe(dependencies.node);
  for (const file of readdirSync('gitlab/ci'))
    expect(readFileSync(`gitlab/ci/${file}`, 'utf8')).not.toMatch(/^ +services:/m);
});
