import {
  container,
  deployment,
  inC,
  inContext,
  type Loose,
  limits,
  object,
  running,
  table,
  template,
  web,
  workload,
} from './check-table.fixture.ts';
import type { PodSpec } from './workloads.ts';

const strict = [
  'does not set runAsNonRoot',
  'may gain privileges',
  'keeps capabilities',
  'has no seccomp profile of the runtime',
];
table('restricted-container', [
  ['all said', [deployment()], []],
  ['nothing said', [running({ securityContext: undefined as never })], inC(...strict)],
  ['not root is left open', [inContext({ runAsNonRoot: false })], inC(strict[0] as string)],
  ['privileged', [inContext({ privileged: true })], inC('is privileged')],
  ['not privileged', [inContext({ privileged: false })], []],
  [
    'escalation allowed',
    [inContext({ allowPrivilegeEscalation: true })],
    inC('may gain privileges'),
  ],
  ['drops nothing', [inContext({ capabilities: {} })], inC('keeps capabilities')],
  ['drops some', [inContext({ capabilities: { drop: ['NET_RAW'] } })], inC('keeps capabilities')],
  [
    'adds the port one',
    [inContext({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } })],
    [],
  ],
  [
    'adds another beside it',
    [inContext({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'SYS_TIME'] } })],
    inC('adds capabilities'),
  ],
  [
    'another profile',
    [inContext({ seccompProfile: { type: 'Unconfined' } })],
    inC(strict[3] as string),
  ],
  [
    'a container that runs first',
    [deployment({ initContainers: [container({ name: 'first', securityContext: {} })] })],
    web(...strict.map((message) => `container first: ${message}`)),
  ],
  ['what makes no pods', [object('ConfigMap', 'web')], []],
]);

table('numbered-user', [
  ['a number', [deployment()], []],
  ['none', [running({ securityContext: undefined as never })], inC('sets no user other than root')],
  ['root', [inContext({ runAsUser: 0 })], inC('sets no user other than root')],
]);

table('read-only-root', [
  ['read only', [deployment()], []],
  [
    'nothing said',
    [running({ securityContext: undefined as never })],
    inC('can write to its root file system'),
  ],
]);

const resources = (requests: Record<string, string>, limit: Record<string, string> = limits) =>
  running({ resources: { requests, limits: limit } });
table('bounded-resources', [
  ['as much as the limit', [deployment()], []],
  [
    'nothing said',
    [running({ resources: undefined as never })],
    inC('requests no cpu', 'has no limit of cpu', 'requests no memory', 'has no limit of memory'),
  ],
  [
    'no requests',
    [running({ resources: { limits } })],
    inC('requests no cpu', 'requests no memory'),
  ],
  [
    'no limits',
    [running({ resources: { requests: limits } })],
    inC('has no limit of cpu', 'has no limit of memory'),
  ],
  [
    'more CPU',
    [resources({ cpu: '1001m', memory: '1Mi' })],
    inC('requests more CPU than its limit'),
  ],
  [
    'more memory',
    [resources({ cpu: '1', memory: '129Mi' })],
    inC('requests more memory than its limit'),
  ],
]);

const digest = `@sha256:${'0'.repeat(64)}`;
const image = (name: string | undefined) => running({ image: name as string });
const unpinned = (name: string) => inC(`image "${name}" has neither a version nor a digest`);
table('pinned-image', [
  ['a version', [image('app:1')], []],
  ['a digest', [image(`app${digest}`)], []],
  ['half a digest', [image('app@sha256:00')], unpinned('app@sha256:00')],
  ['a digest with more behind it', [image(`app${digest}0`)], unpinned(`app${digest}0`)],
  ['latest', [image('app:latest')], unpinned('app:latest')],
  ['a version that begins so', [image('app:latest-1')], []],
  ['a port and no tag', [image('registry:5050/app')], unpinned('registry:5050/app')],
  ['no image', [image(undefined)], unpinned('')],
]);

table('pulled-once', [
  ['once', [deployment()], []],
  [
    'nothing said',
    [running({ imagePullPolicy: undefined as never })],
    inC('is not pulled IfNotPresent'),
  ],
]);

const noProbes = container({
  startupProbe: undefined,
  readinessProbe: undefined,
  livenessProbe: undefined,
});
const lacking = ['startup', 'readiness', 'liveness'].map(
  (probe) => `container c has no ${probe} probe`,
);
table('three-probes', [
  ['all three', [deployment()], []],
  ['none', [deployment({ containers: [noProbes] })], web(...lacking)],
  [
    'none in a StatefulSet',
    [workload('StatefulSet', { containers: [noProbes] })],
    lacking.map((message) => `StatefulSet web: ${message}`),
  ],
  ['a Job needs none', [workload('Job', { containers: [noProbes] })], []],
]);

table('no-host-access', [
  ['nothing', [deployment({ volumes: [{ name: 'data' }] })], []],
  ['network', [deployment({ hostNetwork: true })], web('uses the network of the node')],
  ['processes', [deployment({ hostPID: true })], web('sees the processes of the node')],
  [
    'messages between processes',
    [deployment({ hostIPC: true })],
    web('sees the processes of the node'),
  ],
  [
    'one folder of two volumes',
    [deployment({ volumes: [{ name: 'data' }, { name: 'run', hostPath: {} }] })],
    web('mounts a folder of the node'),
  ],
  ['all said to be off', [deployment({ hostNetwork: false, hostPID: false, hostIPC: false })], []],
  ['what makes no pods', [object('Service', 'web')], []],
]);

table('no-host-ports', [
  ['no ports', [deployment()], []],
  ['its own', [running({ ports: [{ containerPort: 80 }] })], []],
  [
    'one of the node',
    [running({ ports: [{ containerPort: 80, hostPort: 81 }] })],
    inC('takes port 81 of the node'),
  ],
]);

table('no-service-links', [
  ['off', [deployment()], []],
  [
    'nothing said',
    [deployment({ enableServiceLinks: undefined as never })],
    web('has service links'),
  ],
  ['what makes no pods', [object('Service', 'web')], []],
]);

table('time-to-stop', [
  ['30 s', [deployment()], []],
  ['29 s', [deployment({ terminationGracePeriodSeconds: 29 })], web('has less than 30 s to stop')],
  [
    'nothing said',
    [deployment({ terminationGracePeriodSeconds: undefined as never })],
    web('has less than 30 s to stop'),
  ],
  ['what makes no pods', [object('Service', 'web')], []],
]);

const job = (podFields: Partial<PodSpec>, spec: Loose) =>
  workload(
    'Job',
    { restartPolicy: 'Never', ...podFields },
    { backoffLimit: 0, activeDeadlineSeconds: 60, ...spec },
  );
const byClock = object('CronJob', 'web', {
  spec: {
    jobTemplate: { spec: { template: template({ restartPolicy: 'Never' }), backoffLimit: 0 } },
  },
});
table('bounded-job', [
  ['bounded', [job({}, {})], []],
  ['repeated', [job({}, { backoffLimit: 1 })], ['Job web: is retried by Kubernetes']],
  [
    'repeated by default',
    [job({}, { backoffLimit: undefined })],
    ['Job web: is retried by Kubernetes'],
  ],
  [
    'restarted in its pod',
    [job({ restartPolicy: 'OnFailure' }, {})],
    ['Job web: is retried by Kubernetes'],
  ],
  ['without an end', [job({}, { activeDeadlineSeconds: undefined })], ['Job web: has no deadline']],
  ['by the clock', [byClock], ['CronJob web: has no deadline']],
  ['a server', [deployment()], []],
]);
