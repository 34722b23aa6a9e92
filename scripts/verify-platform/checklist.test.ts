import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import type { LiveEnvironment } from '../deploy/verdict.ts';
import { check, type Wanted } from './checklist.ts';
import { type Facts, type Point, points, type Seen } from './facts.ts';
import { OptionError, parseOptions } from './options.ts';

const read = readEnvironments(fileURLToPath(new URL('../..', import.meta.url)));
if (!read.ok) throw new Error('environments/ cannot be read');
const wanted: Wanted = {
  ...read.value,
  gitlab: new URL('https://gitlab.local:8929'),
  now: new Date('2026-11-27T00:00:00Z'),
};
const names = wanted.environments.map(({ metadata }) => metadata.name);
const image = 'registry.gitlab.local:5050/ahlt/im-ctrl:1.0.0';
const commit = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';
const ready = { wanted: 1, ready: 1 };

function live({
  conditions = {},
  generation = 1,
}: {
  conditions?: Record<string, string>;
  generation?: number;
} = {}): LiveEnvironment {
  const all = {
    Ready: 'True',
    Stalled: 'False',
    DatabaseReady: 'True',
    Migrated: 'True',
    GraphSynced: 'True',
    ...conditions,
  };
  return {
    metadata: { generation },
    spec: { image },
    status: {
      observedGeneration: 1,
      conditions: Object.entries(all).map(([type, status]) => ({
        type,
        status,
        reason: `${type}Reason`,
        message: `about ${type}`,
      })),
      workload: { image },
    },
  };
}

const all = (one: LiveEnvironment = live()) => new Map(names.map((name) => [name, one]));
const hosts = wanted.environments.map(({ spec }) => spec.host);
const namespace = (name: string, podSecurity = 'restricted') => ({
  name,
  phase: 'Active',
  podSecurity,
});
const known = [
  'ahlt-dev',
  'ahlt-staging',
  'ahlt-prod',
  'shared-infra',
  'ahlt-system',
  'ingress-nginx',
].map((name) => namespace(name));
const answering = hosts.map((host) => ({ host, answer: { seen: 5 } }));

/** A platform on which everything is as it should be. */
const whole: Facts = {
  repository: {
    origin: 'ssh://git@gitlab.local:2222/ahlt/im-ctrl.git',
    here: commit,
    there: commit,
    mainProtected: true,
    tagsProtected: true,
  },
  registry: [{ image, digest: { seen: `${image}@sha256:ab` } }],
  runner: [{ description: 'workstation', status: 'online', paused: false }],
  pipeline: {
    status: 'success',
    sha: commit,
    url: 'https://gitlab.local:8929/ahlt/im-ctrl/-/pipelines/1',
  },
  namespaces: known,
  databases: { environments: all(), server: ready },
  graph: { environments: all(), server: ready },
  app: { environments: all(), operator: ready },
  ingress: { classes: ['nginx'], hosts: answering },
  tls: hosts.map((host) => ({
    host,
    certificate: { seen: { notAfter: new Date('2027-11-27T00:00:00Z') } },
  })),
};

const judged = <P extends Point>(point: P, changes?: Partial<Facts[P]> | Facts[P]) => {
  const facts =
    Array.isArray(whole[point]) || changes === undefined
      ? (changes ?? whole[point])
      : { ...whole[point], ...changes };
  return check(point, { seen: facts as Facts[P] }, wanted);
};

describe('on a whole platform', () => {
  test.each(points)('%s passes', (point) => {
    const { passed, message, next } = judged(point);
    expect({ passed, next }, message).toEqual({ passed: true, next: [] });
    expect(message).not.toMatch(/undefined|nothing/);
  });
});

test.each(points)('%s does not pass when it cannot be reached, and says what to do', (point) => {
  const nothing: Seen<never> = { unseen: 'connect ECONNREFUSED' };
  expect(check(point, nothing, wanted)).toMatchObject({
    passed: false,
    message: 'connect ECONNREFUSED',
    next: [expect.any(String)],
  });
});

describe('does not pass:', () => {
  test.each<[string, ReturnType<typeof judged>, string, string]>([
    [
      'an origin elsewhere',
      judged('repository', { origin: 'git@github.com:ahlt/im-ctrl.git' }),
      'origin is git@github.com:ahlt/im-ctrl.git',
      'git remote set-url',
    ],
    [
      'another head',
      judged('repository', { there: 'ffffffff00' }),
      'main is at 0a1b2c3d here and at ffffffff',
      'git fetch origin',
    ],
    [
      'a GitLab without main',
      judged('repository', { there: undefined }),
      'the origin has no main',
      'gitlab -- migrate',
    ],
    [
      'main that anybody pushes to',
      judged('repository', { mainProtected: false }),
      'main is not protected',
      'gitlab -- setup',
    ],
    [
      'an image that was never pushed',
      judged('registry', [{ image, digest: { unseen: 'no such image' } }]),
      'no such image',
      'pipeline',
    ],
    ['no runner', judged('runner', []), 'has no runner', 'gitlab -- setup'],
    [
      'a runner that sleeps',
      judged('runner', [{ description: 'a', status: 'offline', paused: false }]),
      'a is offline',
      'up --detach runner',
    ],
    [
      'a runner that is paused',
      judged('runner', [{ description: 'a', status: 'online', paused: true }]),
      'a is paused',
      'runner',
    ],
    [
      'no pipeline yet',
      check('pipeline', { seen: undefined }, wanted),
      'main has had no pipeline',
      'git push',
    ],
    [
      'a red pipeline',
      judged('pipeline', { status: 'failed' }),
      '0a1b2c3d, is failed',
      'see https://gitlab.local',
    ],
    [
      'a pipeline that runs',
      judged('pipeline', { status: 'running' }),
      '0a1b2c3d, is running',
      'wait for https://gitlab.local',
    ],
    [
      'a namespace that is missing',
      judged('namespaces', known.slice(1)),
      'ahlt-dev is missing',
      'deploy -- platform',
    ],
    [
      'an environment whose pods may do anything',
      judged('namespaces', [namespace('ahlt-dev', 'privileged'), ...known.slice(1)]),
      'ahlt-dev enforces privileged Pod Security',
      'deploy -- platform',
    ],
    [
      'a namespace that is being deleted',
      judged('namespaces', [{ ...namespace('ahlt-dev'), phase: 'Terminating' }, ...known.slice(1)]),
      'is Terminating',
      'kubectl get',
    ],
    [
      'no PostgreSQL',
      judged('databases', { server: undefined }),
      'shared-infra has no postgres',
      'deploy -- platform',
    ],
    [
      'a PostgreSQL that is down',
      judged('databases', { server: { wanted: 1, ready: 0 } }),
      '0 of 1 pods',
      'describe pod postgres-0',
    ],
    [
      'a Neo4j that was turned off',
      judged('graph', { server: { wanted: 0, ready: 0 } }),
      '0 of 0 pods',
      'describe pod neo4j-0',
    ],
    [
      'a migration that is pending',
      judged('databases', { environments: all(live({ conditions: { Migrated: 'False' } })) }),
      'dev: MigratedReason: about Migrated',
      'kubectl -n ahlt-dev describe ahlt dev',
    ],
    [
      'an environment that is not there',
      judged('graph', { environments: new Map() }),
      'dev is not deployed',
      'deploy -- dev',
    ],
    [
      'a graph that is behind',
      judged('graph', { environments: all(live({ conditions: { GraphSynced: 'False' } })) }),
      'about GraphSynced',
      'describe ahlt staging',
    ],
    [
      'no operator',
      judged('app', { operator: undefined }),
      'has no operator',
      'deploy -- platform',
    ],
    [
      'an operator that does not run',
      judged('app', { operator: { wanted: 1, ready: 0 } }),
      'no pod of the operator',
      'logs',
    ],
    [
      'an app that is not ready',
      judged('app', { environments: all(live({ conditions: { Ready: 'False' } })) }),
      'dev: ReadyReason',
      'describe ahlt dev',
    ],
    [
      'a change that nobody has looked at',
      judged('app', { environments: all(live({ generation: 2 })) }),
      'has not seen the change',
      'describe ahlt dev',
    ],
    [
      'no IngressClass',
      judged('ingress', { classes: ['other'] }),
      'no IngressClass nginx',
      'make kind',
    ],
    [
      'a name that is not known here',
      judged('ingress', {
        hosts: [{ host: 'dev.local', answer: { unseen: 'getaddrinfo ENOTFOUND dev.local' } }],
      }),
      'ENOTFOUND',
      'make hosts',
    ],
    [
      'a port that nobody listens at',
      judged('ingress', {
        hosts: [{ host: 'dev.local', answer: { unseen: 'connect ECONNREFUSED' } }],
      }),
      'ECONNREFUSED',
      '--address',
    ],
    [
      'a certificate that is not trusted, for the ingress',
      judged('ingress', {
        hosts: [
          { host: 'dev.local', answer: { unseen: 'self-signed certificate in certificate chain' } },
        ],
      }),
      'self-signed',
      'see tls',
    ],
    [
      'a certificate that is not trusted',
      judged('tls', [{ host: 'dev.local', certificate: { unseen: 'self-signed certificate' } }]),
      'dev.local: self-signed certificate',
      'make certs',
    ],
    [
      'a certificate that ends soon',
      judged('tls', [
        {
          host: 'dev.local',
          certificate: { seen: { notAfter: new Date('2026-12-07T00:00:00Z') } },
        },
      ]),
      'has 10 days left',
      'make certs',
    ],
  ])('%s', (_, { passed, message, next }, says, step) => {
    expect(passed).toBe(false);
    expect(message).toContain(says);
    expect(next.join('\n')).toContain(step);
  });
});

test('every environment that is not well is named, and each step once', () => {
  const { message, next } = judged('app', { environments: new Map(), operator: undefined });
  for (const name of names) expect(message).toContain(`${name} is not deployed`);
  expect(next).toEqual([
    'npm run deploy -- platform',
    ...names.map((name) => `npm run deploy -- ${name}`),
  ]);
});

describe('the command line', () => {
  test('takes some of the points, in their order', () => {
    expect(parseOptions(['--only', 'tls,app', '--json'])).toMatchObject({
      points: ['app', 'tls'],
      json: true,
    });
    expect(parseOptions([])?.points).toEqual(points);
  });

  test.each([
    [['--only', 'weather'], '--only weather: expected repository, registry'],
    [['--gitlab', 'gitlab.local'], '--gitlab gitlab.local: an address such as https://'],
    [['--verbose'], "Unknown option '--verbose'"],
  ])('refuses %s', (args, message) => {
    expect(() => parseOptions(args)).toThrow(OptionError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});
