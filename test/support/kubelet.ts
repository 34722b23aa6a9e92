import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import type { ControlPlane } from './control-plane-server.ts';
import { readLog } from './kubelet/container-log.ts';
import type { FindImage } from './kubelet/images.ts';
import { type LogPlace, serveLogs } from './kubelet/log-server.ts';
import { podAddresses } from './kubelet/pod-addresses.ts';
import { watchPods } from './kubelet/pod-watch.ts';
import { type PodWorker, workOn } from './kubelet/pod-worker.ts';
import { apiClient, type KubernetesObject } from './kubernetes/api-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface KubeletOptions {
  readonly controlPlane: ControlPlane;
  /** Images that pods may run. */
  readonly images: { readonly find: FindImage };
  /** Namespaces of its pods. @default all of them */
  readonly namespaces?: readonly string[];
  /** Name of its Node. @default node-1 */
  readonly node?: string;
  /**
   * Pause before the first restart of a crashed container in milliseconds; doubles. @default 1000
   * (a real kubelet: 10,000)
   */
  readonly restartMs?: number;
}

/** A running pod, for tests that use or break it. */
export interface RunningPod {
  readonly namespace: string;
  readonly name: string;
  /** Where its containers listen. */
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Process ids by container. */
  readonly pids: Readonly<Record<string, number>>;
}

export interface Kubelet {
  /** Existing pods that it runs or has run. */
  pods(namespace: string): RunningPod[];
  /**
   * Output of all containers of a namespace's pods so far, including deleted ones: for a failed
   * test.
   */
  logs(namespace: string): string;
  /** Folder of a persistent volume, by its claim. */
  claim(namespace: string, name: string): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A kubelet whose containers are processes of this machine: it binds pods to its node, runs their
 * commands with their environment, probes them, restarts them, writes their status and serves
 * `kubectl logs`. README.md lists the differences from a real one. Linux only: each pod has its own
 * address in 127.0.0.0/8.
 */
export async function startKubelet(options: KubeletOptions): Promise<Kubelet> {
  const { controlPlane, images, namespaces, node = 'node-1', restartMs = 1_000 } = options;
  const folder = temporaryFolder('kubelet');
  const api = apiClient(controlPlane);
  const nextAddress = podAddresses();
  const workers = new Map<string, PodWorker>();
  const seen: { namespace: string; name: string; folder: string; containers: string[] }[] = [];
  const stopping = new AbortController();

  const take = (pod: V1Pod) => {
    const { uid = '', namespace = '', name = '' } = pod.metadata ?? {};
    if (namespaces && !namespaces.includes(namespace)) return;
    const worker = workers.get(uid);
    if (worker) worker.take(pod);
    else if (!pod.spec?.nodeName) void bind(namespace, name);
    else if (pod.spec.nodeName === node && !isOver(pod)) begin(uid, pod);
  };
  const bind = (namespace: string, name: string) => {
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    return api
      .post(`/api/v1/namespaces/${namespace}/pods/${name}/binding`, { metadata: { name }, target })
      .catch(() => undefined);
  };
  const begin = (uid: string, pod: V1Pod) => {
    const home = join(folder, `${pod.metadata?.namespace}_${pod.metadata?.name}_${uid}`);
    const context = {
      api,
      access: controlPlane,
      findImage: images.find,
      restartMs,
      claims: join(folder, 'claims'),
    };
    const specs = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    seen.push({
      namespace: pod.metadata?.namespace ?? '',
      name: pod.metadata?.name ?? '',
      folder: home,
      containers: specs.map(({ name }) => name),
    });
    const worker = workOn(pod, nextAddress(), home, context);
    workers.set(uid, worker);
    worker.take(pod);
  };
  const gone = (uid: string) => {
    void workers.get(uid)?.kill();
    workers.delete(uid);
  };
  const certificate = {
    cert: join(controlPlane.folder, 'kubelet.crt'),
    key: join(controlPlane.folder, 'kubelet.key'),
  };
  const server = await serveLogs(certificate, (namespace, pod, container) =>
    logPlace(workers, namespace, pod, container),
  );
  await register(api, node, (server.address() as AddressInfo).port);
  const watching = watchPods(api, take, gone, stopping.signal);

  return {
    pods: (namespace) =>
      [...workers.values()]
        .filter(({ pod }) => pod.metadata?.namespace === namespace)
        .map(runningPod),
    logs: (namespace) =>
      seen
        .filter((pod) => pod.namespace === namespace)
        .flatMap(({ name, folder, containers }) =>
          containers.map(
            (container) => `--- ${name} ${container}\n${everyRun(join(folder, container))}`,
          ),
        )
        .join('\n'),
    claim: (namespace, name) => join(folder, 'claims', namespace, name),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
      await Promise.all([...workers.values()].map((worker) => worker.kill()));
      server.closeAllConnections();
      server.close();
      api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isOver = (pod: V1Pod) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

function runningPod({ pod, ip, containers }: PodWorker): RunningPod {
  const { namespace = '', name = '', labels = {} } = pod.metadata ?? {};
  const pids = containers().flatMap((view) =>
    view.pid === undefined ? [] : [[view.name, view.pid] as const],
  );
  return { namespace, name, ip, labels, pids: Object.fromEntries(pids) };
}

function logPlace(
  workers: Map<string, PodWorker>,
  namespace: string,
  name: string,
  container: string,
): LogPlace | undefined {
  const worker = [...workers.values()].find(
    ({ pod }) => pod.metadata?.namespace === namespace && pod.metadata.name === name,
  );
  const view = () => worker?.containers().find((candidate) => candidate.name === container);
  const runs = view()?.restartCount;
  if (!worker || runs === undefined) return undefined;
  const path = (run: number) => join(worker.folder, container, `${run}.log`);
  return {
    current: path(runs),
    previous: runs > 0 ? path(runs - 1) : undefined,
    running: () => view()?.state.running !== undefined,
  };
}

function everyRun(folder: string): string {
  let text = '';
  for (let run = 0; ; run += 1) {
    const log = readLog(join(folder, `${run}.log`));
    if (log === '') return text;
    text += log;
  }
}

async function register(
  api: ReturnType<typeof apiClient>,
  name: string,
  port: number,
): Promise<void> {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' };
  await api.apply(`/api/v1/nodes/${name}`, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
  });
  const moment = new Date().toISOString();
  const status: KubernetesObject = {
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
    capacity: { cpu: '64', memory: '64Gi', pods: '254' },
    allocatable: { cpu: '64', memory: '64Gi', pods: '254' },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        lastHeartbeatTime: moment,
        lastTransitionTime: moment,
      },
    ],
  };
  await api.patch(`/api/v1/nodes/${name}/status`, { status });
}
