import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { derive, isTraefik } from './derive.ts';
import { stateOf } from './diagnose.ts';
import { kindConfig } from './kind-config.ts';
import { traefik, traefikTypes } from './traefik.ts';

const read = readEnvironments(fileURLToPath(new URL('../..', import.meta.url)));
if (!read.ok) throw new Error('environments/ cannot be read');
const files = read.value;
const app = 'ahlt/im-ctrl:0.1.0-0a1b2c3d4e5f';

test.each([
  ['--help', 0, /^Usage: npm run kind -- up\|down\|status /, /^$/],
  ['--nope', 2, /^$/, /^ ✗ Unknown option '--nope'.*\n$/],
])('npm run kind -- %s', (option, code, printed, reported) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const ended = spawnSync(process.execPath, [main, option], { encoding: 'utf8' });
  expect(ended.status).toBe(code);
  expect(ended.stdout).toMatch(printed);
  expect(ended.stderr).toMatch(reported);
});

describe('the platform as kind runs it', () => {
  const derived = derive(files, {
    app,
    postgres: 'mirror.example/postgres:17.10',
    ingress: 'traefik:v3.6',
  });

  test('has the image that was built everywhere, and the others that were asked for', () => {
    expect(derived.environments.map(({ spec }) => spec.image)).toEqual([app, app, app]);
    expect(derived.cluster.operator.image).toBe(app);
    expect(derived.cluster.postgres.deployment?.image).toBe('mirror.example/postgres:17.10');
    for (const { spec } of derived.environments)
      expect(spec.backups?.image).toBe('mirror.example/postgres:17.10');
    expect(derived.cluster.neo4j?.deployment?.image).toBe(files.cluster.neo4j?.deployment?.image);
  });

  test('believes forwarding headers from the pods of kind only', () => {
    for (const { spec } of derived.environments) expect(spec.trustProxy).toEqual(['10.244.0.0/16']);
  });

  test('asks for little and may use as much as the files say', () => {
    for (const [index, { spec }] of derived.environments.entries()) {
      expect(spec.resources.requests.cpu).toBe('20m');
      expect(spec.resources.limits).toEqual(files.environments[index]?.spec.resources.limits);
    }
  });

  test('omits the controller that Traefik replaces, and passes its limits to Traefik', () => {
    const objects = synthesize(derived).flatMap((file) => file.objects);
    expect(objects.filter(({ metadata }) => metadata.name === 'nginx-ingress')).toEqual([]);
    const kinds = new Set(
      objects
        .filter(({ apiVersion }) => apiVersion.startsWith('traefik.io/'))
        .map(({ kind }) => kind),
    );
    const known = traefikTypes().map(
      ({ spec }) => (spec as { names: { kind: string } }).names.kind,
    );
    expect(known).toEqual(expect.arrayContaining([...kinds]));
  });

  test('with an NGINX controller listens at the ports of the node', () => {
    const nginx = derive(files, { app, ingress: 'mirror.example/nginx/nginx-ingress:5.5.3' });
    expect(nginx.cluster.ingress.deployment).toMatchObject({
      image: 'mirror.example/nginx/nginx-ingress:5.5.3',
      hostPorts: true,
    });
  });

  test('is refused with an image that moves', () => {
    expect(() => derive(files, { app: 'ahlt/im-ctrl:latest' })).toThrow('is invalid');
  });
});

test.each([
  ['traefik:v3.6', true],
  ['mirror.example:5000/library/traefik@sha256:ab', true],
  ['docker.io/nginx/nginx-ingress:5.5.3', false],
  ['mirror.example/not-traefik:1', false],
])('%s is Traefik: %s', (image, is) => expect(isTraefik(image)).toBe(is));

test('Traefik may not write anything but the state of an Ingress', () => {
  const objects = traefik({
    image: 'traefik:v3.6',
    className: 'nginx',
    namespace: 'ingress-nginx',
  });
  const { rules } = objects.find(({ kind }) => kind === 'ClusterRole') as unknown as {
    rules: { resources: string[]; verbs: string[] }[];
  };
  const writing = rules.filter(({ verbs }) =>
    verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
  );
  expect(writing.flatMap(({ resources }) => resources)).toEqual(['ingresses/status']);
});

test('ports are published on this machine only', () => {
  expect(
    JSON.stringify(kindConfig({ http: 8080, https: 8443 })).match(
      /"listenAddress":"127\.0\.0\.1"/g,
    ),
  ).toHaveLength(2);
});

describe('a pod in one line', () => {
  const pod = (status: object) => ({
    metadata: { name: 'a', namespace: 'b' },
    status: { phase: 'Pending', ...status },
  });
  test.each([
    [
      'that waits',
      {
        containerStatuses: [
          {
            name: 'web',
            restartCount: 0,
            state: { waiting: { reason: 'ErrImagePull', message: 'not found' } },
          },
        ],
      },
      'web waiting: ErrImagePull, not found',
    ],
    [
      'that failed',
      {
        containerStatuses: [
          { name: 'web', restartCount: 3, state: { terminated: { reason: 'Error', exitCode: 1 } } },
        ],
      },
      'web terminated, 3 restarts: Error, exit code 1',
    ],
    [
      'that found no node',
      { conditions: [{ type: 'PodScheduled', status: 'False', message: 'Insufficient cpu' }] },
      'Insufficient cpu',
    ],
    ['of which nothing is known', {}, 'Pending'],
  ])('%s', (_, status, line) => expect(stateOf(pod(status))).toBe(line));
});
