import { expect, test } from 'vitest';
import { type ContainerStatus, lastLines, type Pod, problemsOf, waitingReason } from './pods.ts';

const pod = (
  status: ContainerStatus,
  conditions: NonNullable<Pod['status']>['conditions'] = [],
): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod' },
  status: { containerStatuses: [status], conditions },
});
const crashed = (message: string, reason = 'Error') => ({
  ready: false,
  restartCount: 3,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1, reason, message } },
});

test.each([
  ['ready', [pod({ ready: true }, [{ type: 'Ready', status: 'True' }])], []],
  ['just begun', [pod({ state: { waiting: { reason: 'ContainerCreating' } } })], []],
  [
    'running, not ready',
    [pod({ ready: false, state: { running: {} } })],
    ['1 of 1 pod running but not ready: /readyz does not answer with 200'],
  ],
  [
    'crashing alike',
    [pod(crashed('a\nno disk')), pod(crashed('b\nno disk'))],
    ['2 of 2 pods restarting, last log line "no disk"'],
  ],
  ['crashing without a word', [pod(crashed(''))], ['1 of 1 pod restarting, exit code 1']],
  [
    'out of memory',
    [pod(crashed('', 'OOMKilled'))],
    ['1 of 1 pod restarting, memory above spec.resources.limits.memory (OOMKilled)'],
  ],
  [
    'without an image',
    [pod({ state: { waiting: { reason: 'ImagePullBackOff', message: 'no such tag' } } })],
    ['1 of 1 pod cannot start (ImagePullBackOff: no such tag)'],
  ],
  [
    'without a node',
    [
      pod({}, [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/1 nodes: too little memory',
        },
      ]),
    ],
    ['1 of 1 pod cannot start (Unschedulable: 0/1 nodes: too little memory)'],
  ],
])('pods that are %s', (_, pods, problems) => {
  expect(problemsOf(pods)).toEqual(problems);
});

test('trying and pausing are one state: it would change every few seconds', () => {
  const waiting = (reason: string) =>
    waitingReason(pod({ state: { waiting: { reason, message: 'not found' } } }));
  expect(waiting('ErrImagePull')).toEqual(waiting('ImagePullBackOff'));
});

test.each([
  ['plain lines', 'one\ntwo\nthree\n', ['two', 'three']],
  [
    'JSON lines',
    '{"level":"info","msg":"listening"}\n{"level":"error","msg":"lost","err":{"message":"reset"}}',
    ['listening', 'lost: reset'],
  ],
  [
    'a stack trace',
    'TypeError: x is not a function\n    at main (file:///srv/ahlt/app.js:1:2)\n    at async file:///srv/ahlt/app.js:3:4\n\nNode.js v24.21.0',
    ['TypeError: x is not a function'],
  ],
  [
    'an error with fields',
    "Error: ENOENT: no such file\n    at open (node:fs:1:2) {\n  errno: -2,\n  code: 'ENOENT',\n}",
    ['Error: ENOENT: no such file'],
  ],
  ['nothing', undefined, []],
])('the last two lines of %s', (_, log, lines) => {
  expect(lastLines(log, 2)).toEqual(lines);
});
