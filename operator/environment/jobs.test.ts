import { expect, test } from 'vitest';
import { type Job, resultToKeep, runOf } from './jobs.ts';
import { noon, planDocument } from './plan.fixture.ts';
import type { Pod, Terminated } from './pods.ts';
import { marks } from './resource.ts';

const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();

function job({
  end,
  reason,
  result,
  command = 'migrate',
}: {
  end?: 'Complete' | 'Failed';
  reason?: string;
  result?: string;
  command?: string;
} = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'ahlt-dev-migrate-abc-2',
      uid: 'job-1',
      creationTimestamp: at(0),
      labels: {
        [`platform.ahlt.dev/command`]: command,
        'platform.ahlt.dev/key': 'abc',
        'platform.ahlt.dev/attempt': '2',
      },
      annotations: result === undefined ? {} : { [marks.result]: result },
    },
    spec: { template: { spec: { containers: [{ image: 'im-ctrl:1' }] } } },
    status: {
      startTime: at(1),
      conditions: end
        ? [{ type: end, status: 'True', lastTransitionTime: at(9), ...(reason && { reason }) }]
        : [],
    },
  };
}

function pod(terminated?: Terminated, waiting?: { reason: string; message?: string }): Pod {
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: 'ahlt-dev-migrate-abc-2',
    uid: 'job-1',
    controller: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', ownerReferences: [owner] },
    status: {
      containerStatuses: [
        { state: { ...(terminated && { terminated }), ...(waiting && { waiting }) } },
      ],
    },
  };
}

const known = {
  id: 'ahlt-dev-migrate-abc-2',
  command: 'migrate',
  image: 'im-ctrl:1',
  key: 'abc',
  attempt: 2,
  startedAt: noon + 1_000,
};
const now = noon + 10_000;

test.each([
  ['without an end runs', job(), [pod()], { state: 'running' }],
  [
    'that cannot pull its image waits',
    job(),
    [pod(undefined, { reason: 'ErrImagePull', message: 'not found' })],
    { state: 'running', waiting: { reason: 'ImagePullBackOff', message: 'not found' } },
  ],
  [
    'that is complete has the result of its pod',
    job({ end: 'Complete' }),
    [pod({ exitCode: 0, message: '{"current":"0003"}' })],
    { state: 'succeeded', finishedAt: noon + 9_000, result: { current: '0003' } },
  ],
  [
    'that is complete still runs while the pod has not been seen to end',
    job({ end: 'Complete' }),
    [pod()],
    { state: 'running' },
  ],
  [
    'keeps its result without its pod',
    job({ end: 'Complete', result: '{"exitCode":0,"document":{"current":"0003"}}' }),
    [],
    { state: 'succeeded', finishedAt: noon + 9_000, result: { current: '0003' } },
  ],
  [
    'that failed says what the command said',
    job({ end: 'Failed' }),
    [
      pod({
        exitCode: 1,
        message: '{"error":{"code":"migration_failed","message":"0003 failed: no"}}',
      }),
    ],
    {
      state: 'failed',
      failure: { exitCode: 1, code: 'migration_failed', message: '0003 failed: no' },
    },
  ],
  [
    'that crashed shows the end of its log',
    job({ end: 'Failed' }),
    [
      pod({
        exitCode: 1,
        message:
          '{"level":"info","msg":"begin"}\nError: disk full\n    at main (file:///srv/app.js:1:2)\n',
      }),
    ],
    {
      state: 'failed',
      failure: {
        exitCode: 1,
        message: 'Error: disk full',
        logLines: ['begin', 'Error: disk full'],
      },
    },
  ],
  [
    'that was stopped says so',
    job({ end: 'Failed', reason: 'DeadlineExceeded' }),
    [],
    { state: 'running' },
  ],
])('a Job %s', (_, one, pods, expected) => {
  expect(runOf(one, pods, now)).toMatchObject({ ...known, ...expected });
});

test('a pod that was lost is not waited for longer than a moment', () => {
  expect(
    runOf(job({ end: 'Failed', reason: 'DeadlineExceeded' }), [], noon + 15_000),
  ).toMatchObject({
    state: 'failed',
    failure: { code: 'DeadlineExceeded' },
  });
  expect(runOf(job({ end: 'Failed' }), [], noon + 15_000)).toMatchObject({
    state: 'failed',
    failure: { code: 'PodLost' },
  });
  expect(runOf(job({ end: 'Complete' }), [], noon + 15_000)).toMatchObject({
    state: 'unread',
    failure: { code: 'ResultLost' },
  });
});

test.each([
  ['plan', '', 'NoResult', '`migrate --plan` exited 0 but printed no plan'],
  ['plan', '{"current":null}', 'NoResult', '`migrate --plan` exited 0 but printed no plan'],
  [
    'plan',
    JSON.stringify({ ...planDocument('0002', []), target: '0003' }),
    'NoResult',
    '`migrate --plan` exited 0 but printed no plan',
  ],
  [
    'plan',
    JSON.stringify({ ...planDocument('0002', [{ id: '0003' }]), pending: [] }),
    'NoResult',
    '`migrate --plan` exited 0',
  ],
  ['seed', 'done!', 'NoResult', '`seed` exited 0 but printed no result'],
  ['backup', '{"file":"a.dump"}', 'NoResult', '`backup` exited 0 but printed no result'],
  ['migrate', 'done!', 'NoResult', '`migrate` exited 0 but printed no result'],
  ['resync', '[', 'NoResult', '`resync` exited 0 but printed no result'],
])('a %s Job that exits 0 and prints %j is no success', (command, printed, code, message) => {
  const run = runOf(
    job({ command, end: 'Complete' }),
    [pod({ exitCode: 0, message: printed })],
    now,
  );
  expect(run).toMatchObject({
    state: 'unread',
    failure: { code, message: expect.stringContaining(message) },
  });
});

test('a Job whose attempt is no number is no run', () => {
  const one = job();
  const labels = { ...one.metadata.labels, 'platform.ahlt.dev/attempt': 'x' };
  expect(runOf({ ...one, metadata: { ...one.metadata, labels } }, [], now)).toBeUndefined();
});

test('Jobs of other commands and Jobs that are being deleted are no runs', () => {
  expect(runOf(job({ command: 'dance' }), [], now)).toBeUndefined();
  const deleted = { ...job(), metadata: { ...job().metadata, deletionTimestamp: at(2) } };
  expect(runOf(deleted, [], now)).toBeUndefined();
});

test('a result is stored once, as soon as it is available', () => {
  const ended = [pod({ exitCode: 0, message: '{"a":1}' })];
  expect(resultToKeep(job(), ended)).toBeUndefined();
  const kept = resultToKeep(job({ end: 'Complete' }), ended);
  expect(JSON.parse(kept ?? '')).toEqual({ exitCode: 0, document: { a: 1 } });
  expect(resultToKeep(job({ end: 'Complete', result: kept ?? '' }), ended)).toBeUndefined();
});
