import { expect, test } from 'vitest';
import { claimOf, isSameRun, NameTaken } from './claim.ts';

const owner = { metadata: { name: 'dev', namespace: 'ahlt-dev', uid: 'now' } };
const labels = {
  'app.kubernetes.io/managed-by': 'ahlt-operator',
  'app.kubernetes.io/instance': 'ahlt-dev',
};
const reference = (uid: string, more = {}) => ({
  apiVersion: 'platform.ahlt.dev/v1alpha1',
  kind: 'AhltEnvironment',
  name: 'dev',
  uid,
  controller: true,
  ...more,
});
const job = (metadata: object, image = 'im-ctrl:1') => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'ahlt-dev-plan-abc-1', namespace: 'ahlt-dev', ...metadata },
  spec: { template: { spec: { containers: [{ image }] } } },
});

test.each([
  ['own', 'of this environment', job({ labels, ownerReferences: [reference('now')] })],
  ['own', 'of this environment that lost its labels', job({ ownerReferences: [reference('now')] })],
  ['orphan', 'of an environment that was deleted without it', job({ labels })],
  [
    'orphan',
    'that another environment only refers to',
    job({ labels, ownerReferences: [reference('x', { controller: false })] }),
  ],
  [
    'former',
    'of an environment that is gone',
    job({ labels, ownerReferences: [reference('before')] }),
  ],
  ['foreign', 'without our labels', job({})],
  [
    'foreign',
    'of synth',
    job({ labels: { ...labels, 'app.kubernetes.io/managed-by': 'ahlt-synth' } }),
  ],
  [
    'foreign',
    'of another environment',
    job({ labels: { ...labels, 'app.kubernetes.io/instance': 'ahlt-prod' } }),
  ],
  [
    'foreign',
    'of an environment of another name',
    job({ labels, ownerReferences: [reference('x', { name: 'prod' })] }),
  ],
  [
    'foreign',
    'of a CronJob',
    job({ labels, ownerReferences: [reference('x', { kind: 'CronJob' })] }),
  ],
])('%s: a Job %s', (claim, _, object) => {
  expect(claimOf(object, owner)).toBe(claim);
});

test('the same run has the same command, inputs, attempt and image', () => {
  const marks = (key: string, attempt = '1', command = 'plan') => ({
    labels: {
      'platform.ahlt.dev/command': command,
      'platform.ahlt.dev/key': key,
      'platform.ahlt.dev/attempt': attempt,
    },
  });
  const wanted = job(marks('a'));
  expect(isSameRun(job(marks('a')), wanted)).toBe(true);
  for (const other of [
    job(marks('b')),
    job(marks('a', '2')),
    job(marks('a', '1', 'seed')),
    job(marks('a'), 'im-ctrl:2'),
  ])
    expect(isSameRun(other, wanted)).toBe(false);
});

test('a taken name says how to free it', () => {
  expect(new NameTaken(job({})).message).toContain(
    'kubectl -n ahlt-dev delete job ahlt-dev-plan-abc-1',
  );
});
