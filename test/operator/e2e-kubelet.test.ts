import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { eventually } from '#test/support/eventually.ts';
import { type Kubelet, startKubelet } from '#test/support/kubelet.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const program = `
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
const [what, code] = process.argv.slice(2);
if (what === 'job') {
  console.log('working', process.env.COLOUR, process.env.WORD);
  if (code !== '0') console.error('the disk is full');
  else writeFileSync(process.env.RESULT_FILE, JSON.stringify({ colour: process.env.COLOUR }));
  process.exit(Number(code));
}
const server = createServer((request, response) => response.writeHead(request.url === '/fail' ? 503 : 200).end(process.env.POD ?? ''));
server.listen(8080, process.env.HOST, () => console.log('listening on', process.env.HOST));
process.on('SIGTERM', () => { console.log('draining'); server.close(); server.closeAllConnections(); });
`;

let plane: ControlPlane;
let namespace: string;
let kubelet: Kubelet;

beforeAll(async () => {
  plane = await controlPlane();
  namespace = await createNamespace('kubelet');
  const folder = temporaryFolder('image');
  await writeFile(join(folder, 'main.mjs'), program);
  const images = {
    find: (reference: string) => (reference === 'example/app:1' ? folder : undefined),
  };
  kubelet = await startKubelet({
    controlPlane: plane,
    images,
    namespaces: [namespace],
    node: 'node-kubelet',
    restartMs: 200,
  });
  await plane.kubectl([
    'create',
    'configmap',
    'settings',
    '--from-literal=COLOUR=green',
    '-n',
    namespace,
  ]);
});
afterAll(() => kubelet?.[Symbol.asyncDispose]());

const apply = (manifest: object) =>
  plane.kubectl(['apply', '-n', namespace, '-f', '-'], JSON.stringify(manifest));
const get = async (what: string) =>
  JSON.parse(await plane.kubectl(['get', what, '-n', namespace, '-o', 'json']));

test('a Deployment becomes available, answers, is logged, and drains when deleted', async () => {
  await apply(deployment('web', 'example/app:1'));
  await plane.kubectl(['rollout', 'status', 'deployment/web', '-n', namespace, '--timeout=120s']);
  const [one, two] = kubelet.pods(namespace);
  const bodies = await Promise.all(
    [one, two].map(async (pod) => (await fetch(`http://${pod?.ip}:8080/`)).text()),
  );
  expect(bodies).toEqual([one?.name, two?.name]);
  expect(await plane.kubectl(['logs', 'deployment/web', '-n', namespace, '--tail=1'])).toMatch(
    /^listening on 127\./,
  );
  await plane.kubectl(['delete', 'deployment', 'web', '-n', namespace]);
  await eventually(async () => expect(kubelet.pods(namespace)).toEqual([]));
  expect(kubelet.logs(namespace)).toContain('draining');
});

test('a killed process is started again and counted', async () => {
  await apply(deployment('restarted', 'example/app:1'));
  await plane.kubectl([
    'rollout',
    'status',
    'deployment/restarted',
    '-n',
    namespace,
    '--timeout=120s',
  ]);
  const pod = kubelet.pods(namespace).find(({ labels }) => labels['app'] === 'restarted');
  process.kill(pod?.pids['main'] ?? 0, 'SIGKILL');
  await eventually(async () => {
    const { status } = await get(`pod/${pod?.name}`);
    expect(status.containerStatuses[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 137 } },
    });
  });
});

test('a Job completes with its result as the termination message', async () => {
  await apply(job('good', 0));
  await plane.kubectl([
    'wait',
    'job/good',
    '--for=condition=Complete',
    '-n',
    namespace,
    '--timeout=120s',
  ]);
  const { items } = await get('pods');
  const pod = items.find((item: { metadata: { name: string } }) =>
    item.metadata.name.startsWith('good'),
  );
  expect(pod.status.phase).toBe('Succeeded');
  expect(JSON.parse(pod.status.containerStatuses[0].state.terminated.message)).toEqual({
    colour: 'green',
  });
});

test('a failing Job leaves its last words', async () => {
  await apply(job('bad', 3));
  await plane.kubectl([
    'wait',
    'job/bad',
    '--for=condition=Failed',
    '-n',
    namespace,
    '--timeout=120s',
  ]);
  const { items } = await get('pods');
  const pod = items.find((item: { metadata: { name: string } }) =>
    item.metadata.name.startsWith('bad'),
  );
  expect(pod.status.containerStatuses[0].state.terminated).toMatchObject({
    exitCode: 3,
    reason: 'Error',
  });
  expect(pod.status.containerStatuses[0].state.terminated.message).toContain('the disk is full');
});

test.each([
  [
    'an image that does not exist',
    deployment('unknown', 'example/app:2'),
    'ImagePullBackOff',
    /example\/app:2/,
  ],
  [
    'a missing Secret',
    deployment('secretless', 'example/app:1', { secretRef: { name: 'nowhere' } }),
    'CreateContainerConfigError',
    /secret "nowhere" not found/,
  ],
])('%s is reported in the status', async (_, manifest, reason, message) => {
  await apply(manifest);
  await eventually(async () => {
    const { items } = await get('pods');
    const pod = items.find((item: { metadata: { name: string } }) =>
      item.metadata.name.startsWith(manifest.metadata.name),
    );
    expect(pod.status.phase).toBe('Pending');
    expect(pod.status.containerStatuses[0].state.waiting).toMatchObject({
      reason,
      message: expect.stringMatching(message),
    });
  });
});

test('a failing readiness probe keeps a Deployment unavailable, and reports why', async () => {
  await apply(deployment('unready', 'example/app:1', undefined, '/fail'));
  await eventually(async () => {
    const { items } = await get('events');
    const messages = items.map((event: { message: string }) => event.message);
    expect(messages).toContain('Readiness probe failed: HTTP probe failed with statuscode: 503');
  });
  expect((await get('deployment/unready')).status.readyReplicas).toBeUndefined();
});

function deployment(name: string, image: string, from?: object, path = '/') {
  const probe = { httpGet: { path, port: 'http' }, periodSeconds: 1 };
  const container = {
    name: 'main',
    image,
    command: ['node', 'main.mjs'],
    args: ['serve'],
    envFrom: from ? [from] : [],
    env: [
      { name: 'HOST', value: '0.0.0.0' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: probe,
  };
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

function job(name: string, exitCode: number) {
  const container = {
    name: 'main',
    image: 'example/app:1',
    command: ['node', 'main.mjs'],
    args: ['job', String(exitCode)],
    envFrom: [{ configMapRef: { name: 'settings' } }],
    env: [{ name: 'RESULT_FILE', value: '/dev/termination-log' }],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
  const spec = {
    backoffLimit: 0,
    template: { spec: { restartPolicy: 'Never', containers: [container] } },
  };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec };
}
