import { describe, expect, test } from 'vitest';
import { type ConnectedEnvironment, parseEnvironment } from '#cdk8s/api/index.ts';
import { OptionError, parseRequest } from './options.ts';
import { parseImage, RegistryError } from './registry.ts';
import { DeployRefusal, resourceToApply, type Wanted } from './resource.ts';
import { type LiveEnvironment, previousImage, verdict } from './verdict.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const repository = 'registry.gitlab.local:5050/ahlt/im-ctrl';

/** A condition of generation 2. */
const says = (type: string, status: string, reason = type, message = reason) => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 2,
});

const live = (status: LiveEnvironment['status'], annotations = {}): LiveEnvironment => ({
  metadata: { generation: 2, annotations },
  spec: { image: `${repository}:1.3.0` },
  ...(status === undefined ? {} : { status }),
});

const seen = (...conditions: ReturnType<typeof says>[]) =>
  live({ observedGeneration: 2, step: 'RollOut', conditions });

describe('where a deploy stands', () => {
  test.each([
    ['nothing reported yet', live(undefined), 'waiting', 'NotSeen'],
    [
      'Ready of the spec before',
      live({ observedGeneration: 1, conditions: [says('Ready', 'True', 'UpToDate')] }),
      'waiting',
      'NotSeen',
    ],
    [
      'Ready',
      seen(says('Ready', 'True', 'UpToDate'), says('Stalled', 'False', 'NotStalled')),
      'done',
      'UpToDate',
    ],
    [
      'under way',
      seen(says('Ready', 'False', 'Migrating'), says('Stalled', 'False', 'NotStalled')),
      'waiting',
      'Migrating',
    ],
    [
      'a migration failed',
      seen(says('Ready', 'False', 'MigrationFailed'), says('Stalled', 'True', 'MigrationFailed')),
      'failed',
      'MigrationFailed',
    ],
    [
      'rolled back',
      seen(says('Ready', 'False', 'RolledBack'), says('Stalled', 'True', 'RolledBack')),
      'failed',
      'RolledBack',
    ],
    [
      'an approval is required',
      seen(says('Ready', 'False', 'ApprovalNeeded')),
      'failed',
      'ApprovalNeeded',
    ],
    [
      'a condition that is older than the spec',
      live({
        observedGeneration: 2,
        conditions: [{ ...says('Ready', 'True', 'UpToDate'), observedGeneration: 1 }],
      }),
      'waiting',
      'Unknown',
    ],
  ])('%s', (_, environment, is, reason) =>
    expect(verdict(environment)).toMatchObject({ is, reason }),
  );
});

describe('the image that a rollback goes to', () => {
  const mark = 'platform.ahlt.dev/previous-image';
  test.each([
    ['the one that was good', live({ workload: { lastGoodImage: 'a:1' } }), 'a:2', 'a:1'],
    [
      'stays when the same is deployed again',
      live({ workload: { lastGoodImage: 'a:2' } }, { [mark]: 'a:1' }),
      'a:2',
      'a:1',
    ],
    [
      'never one that failed',
      live({ workload: { image: 'a:broken', lastGoodImage: 'a:1' } }),
      'a:2',
      'a:1',
    ],
    ['none at first', undefined, 'a:1', undefined],
  ])('%s', (_, environment, next, expected) =>
    expect(previousImage(environment, next)).toBe(expected),
  );
});

function environment(stage: 'dev' | 'staging' | 'prod'): ConnectedEnvironment {
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: stage, namespace: `ahlt-${stage}` },
    spec: {
      image: `${repository}:1.4.0`,
      stage,
      host: `${stage}.local`,
      replicas: 2,
      database: { name: 'ahlt_x', urlSecretRef: { name: 'url' } },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...parsed.value, connections: {} };
}

const wanted = (change: Partial<Wanted> & { stage?: 'dev' | 'staging' | 'prod' } = {}): Wanted => {
  const { stage = 'staging', ...rest } = change;
  return { environment: environment(stage), live: undefined, rollback: false, ...rest };
};
const imageOf = (change: Parameters<typeof wanted>[0]) =>
  (resourceToApply(wanted(change))['spec'] as { image: string }).image;

describe('the image that is applied', () => {
  const previous = `${repository}:1.2.0@${digest}`;
  test.each([
    ['of the file at first', {}, `${repository}:1.4.0`],
    ['what runs, when none is named', { live: live(undefined) }, `${repository}:1.3.0`],
    [
      'a named version',
      { image: `${repository}:abc@${digest}`, live: live(undefined) },
      `${repository}:abc@${digest}`,
    ],
    [
      'in dev also a tag',
      { stage: 'dev' as const, image: `${repository}:mine` },
      `${repository}:mine`,
    ],
    [
      'in prod the version of the file',
      { stage: 'prod' as const, image: `${repository}:1.4.0@${digest}` },
      `${repository}:1.4.0@${digest}`,
    ],
    [
      'the previous version',
      { rollback: true, live: live(undefined, { 'platform.ahlt.dev/previous-image': previous }) },
      previous,
    ],
  ])('%s', (_, change, expected) => expect(imageOf(change)).toBe(expected));

  test.each([
    ['a tag in staging', { image: `${repository}:abc` }, /with its digest/],
    [
      'another version in prod',
      { stage: 'prod' as const, image: `${repository}:1.5.0@${digest}` },
      /names 1\.4\.0/,
    ],
    ['no image at all', { image: 'x' }, /with its digest/],
    [
      'a rollback of what never changed',
      { rollback: true, live: live(undefined) },
      /no earlier good image/,
    ],
  ])('%s is refused', (_, change, message) => {
    expect(() => imageOf(change)).toThrow(DeployRefusal);
    expect(() => imageOf(change)).toThrow(message);
  });

  test('the resource says which commit it is from', () =>
    expect(resourceToApply(wanted({ commit: 'abc' })).metadata.annotations).toEqual({
      'platform.ahlt.dev/deployed-commit': 'abc',
    }));
});

describe('the command line', () => {
  test.each([
    [
      ['staging', '--image', 'x', '--dry-run'],
      {
        action: 'environment',
        environment: 'staging',
        image: 'x',
        options: { dryRun: true, smoke: true },
      },
    ],
    [
      ['rollback', 'prod', '--no-smoke'],
      { action: 'rollback', environment: 'prod', options: { smoke: false } },
    ],
    [['platform', '--timeout', '60'], { action: 'platform', options: { timeoutSeconds: 60 } }],
    [['tag', 'a@b', '1.0.0'], { action: 'tag', image: 'a@b', tag: '1.0.0' }],
    [[], { action: 'help' }],
  ])('%j', (args, expected) => expect(parseRequest(args)).toMatchObject(expected));

  test.each([
    [['rollback']],
    [['staging', 'prod']],
    [['staging', '--imge', 'x']],
    [['staging', '--timeout', 'soon']],
    [['digest']],
  ])('%j is refused', (args) => expect(() => parseRequest(args)).toThrow(OptionError));
});

describe('an image of a registry', () => {
  test.each([
    [`${repository}:1.4.0`, '1.4.0'],
    [`${repository}:1.4.0@${digest}`, digest],
    [`${repository}@${digest}`, digest],
  ])('%s', (image, reference) =>
    expect(parseImage(image)).toEqual({
      host: 'registry.gitlab.local:5050',
      repository: 'ahlt/im-ctrl',
      reference,
    }),
  );

  test.each([['im-ctrl:1.0.0'], [repository], ['']])(
    '%j has no registry, or nothing to look up',
    (image) => expect(() => parseImage(image)).toThrow(RegistryError),
  );
});
