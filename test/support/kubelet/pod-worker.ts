import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { V1Container, V1Pod } from '@kubernetes/client-node';
import {
  type ApiAccess,
  type ApiClient,
  ApiError,
  type KubernetesObject,
} from '../kubernetes/api-client.ts';
import {
  type Container,
  type ContainerView,
  type RestartPolicy,
  runContainer,
} from './container.ts';
import type { FindImage } from './images.ts';
import { podStatus } from './pod-status.ts';
import { makeVolumes, NotStartable, serviceAccountConfig } from './volumes.ts';

/** What all pods of a node share. */
export interface PodContext {
  readonly api: ApiClient;
  readonly access: ApiAccess;
  readonly findImage: FindImage;
  readonly restartMs: number;
  /** Folder of the persistent volumes. */
  readonly claims: string;
}

/** One pod on the node: its containers and its status. */
export interface PodWorker {
  readonly pod: V1Pod;
  readonly ip: string;
  /** Folder of the pod's volumes and logs; `<folder>/<container>/<run>.log`. */
  readonly folder: string;
  containers(): ContainerView[];
  /** Takes the pod's current state from the API server: a deletion stops it. */
  take(pod: V1Pod): void;
  /** Ends everything immediately; nothing more is written. */
  kill(): Promise<void>;
}

const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** Starts to run a pod. */
export function workOn(first: V1Pod, ip: string, folder: string, context: PodContext): PodWorker {
  const { api } = context;
  const path = `/api/v1/namespaces/${first.metadata?.namespace}/pods/${first.metadata?.name}`;
  const startTime = now();
  const policy = (first.spec?.restartPolicy ?? 'Always') as RestartPolicy;
  const inits: Container[] = [];
  const containers: Container[] = [];
  let pod = first;
  let ending: Promise<void> | undefined;
  let killed = false;
  let trouble: ContainerView['state'] = { waiting: { reason: 'PodInitializing' } };
  let written: KubernetesObject;
  let publishing: Promise<void> = Promise.resolve();

  const views = (list: readonly Container[], specs: readonly V1Container[]) =>
    specs.map((spec, index) => list[index]?.view() ?? notBegun(spec, trouble));
  const status = () =>
    podStatus(
      {
        pod,
        ip,
        startTime,
        inits: views(inits, pod.spec?.initContainers ?? []),
        containers: views(containers, pod.spec?.containers ?? []),
      },
      written ?? pod.status,
      now(),
    );
  const publish = () => {
    publishing = publishing.then(async () => {
      const next = status();
      if (killed || isDeepStrictEqual(next, written)) return;
      await insist(
        () => api.patch(`${path}/status`, { metadata: { uid: first.metadata?.uid }, status: next }),
        () => killed,
      );
      written = next;
    });
    return publishing;
  };
  let warned = '';
  const warn = (reason: string, message: string) => {
    if (warned === message) return;
    warned = message;
    void api.post(eventsPath(pod), warning(pod, reason, message)).catch(() => undefined);
  };

  const begin = (container: V1Container, shared: Shared, restartPolicy: RestartPolicy) =>
    runContainer({
      pod,
      container,
      restartPolicy,
      ip,
      folder: join(folder, container.name),
      ...context,
      ...shared,
      changed: () => void publish(),
      warn,
    });
  const over = () => killed || ending !== undefined;
  const live = async () => {
    await publish();
    const shared = await prepare();
    if (!shared || !(await initialise(shared)) || over()) return;
    for (const spec of pod.spec?.containers ?? []) containers.push(begin(spec, shared, policy));
    await Promise.all(containers.map(({ finished }) => finished));
  };
  /** Runs the init containers in order; false if one failed permanently. */
  const initialise = async (shared: Shared): Promise<boolean> => {
    for (const spec of pod.spec?.initContainers ?? []) {
      if (over()) return false;
      const init = begin(spec, shared, policy === 'Never' ? 'Never' : 'OnFailure');
      inits.push(init);
      await init.finished;
      if (init.view().state.terminated?.exitCode !== 0) return false;
    }
    return true;
  };
  const prepare = async (): Promise<Shared | undefined> => {
    await Promise.all(
      (pod.spec?.containers ?? [])
        .concat(pod.spec?.initContainers ?? [])
        .map(({ name }) => mkdir(join(folder, name), { recursive: true })),
    );
    while (!over()) {
      try {
        const volumes = await makeVolumes(pod, folder, context.claims, api);
        const config = await serviceAccountConfig(pod, folder, context.access, api);
        return { volumes, environment: apiEnvironment(context.access, config) };
      } catch (error) {
        const { reason, message } =
          error instanceof NotStartable ? error : { reason: 'FailedMount', message: String(error) };
        trouble = { waiting: { reason: 'ContainerCreating' } };
        warn(reason, message);
        await publish();
        await pause(500);
      }
    }
    return undefined;
  };
  const end = async () => {
    const grace = pod.metadata?.deletionGracePeriodSeconds ?? 30;
    await Promise.all([...inits, ...containers].map((container) => container.stop(grace)));
    await living;
    await publish();
    const preconditions = { uid: pod.metadata?.uid };
    await insist(
      () => api.remove(path, { gracePeriodSeconds: 0, preconditions }),
      () => killed,
    );
  };
  const living = live().catch((error) => warn('Failed', String(error)));

  return {
    get pod() {
      return pod;
    },
    ip,
    folder,
    containers: () => [...inits, ...containers].map((container) => container.view()),
    take(next) {
      pod = next;
      if (pod.metadata?.deletionTimestamp) ending ??= end();
    },
    async kill() {
      killed = true;
      await Promise.all([...inits, ...containers].map((container) => container.stop(0)));
      await living;
    },
  };
}

interface Shared {
  readonly volumes: Map<string, string>;
  readonly environment: Readonly<Record<string, string>>;
}

const notBegun = (
  { name, image = '' }: V1Container,
  state: ContainerView['state'],
): ContainerView => ({
  name,
  image,
  state,
  lastState: {},
  ready: false,
  started: false,
  restartCount: 0,
  pid: undefined,
});

/**
 * Retries a write while the API server is down; ends when the object is gone or replaced, or the
 * kubelet stops.
 */
async function insist(write: () => Promise<unknown>, given: () => boolean): Promise<void> {
  while (!given()) {
    try {
      await write();
      return;
    } catch (error) {
      if (
        error instanceof ApiError &&
        error.status >= 400 &&
        error.status < 500 &&
        error.status !== 429
      )
        return;
      await pause(200);
    }
  }
}

function apiEnvironment({ server }: ApiAccess, config: string | undefined): Record<string, string> {
  const { hostname, port } = new URL(server);
  return {
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    ...(config && { KUBECONFIG: config }),
  };
}

const eventsPath = (pod: V1Pod) => `/api/v1/namespaces/${pod.metadata?.namespace}/events`;

function warning({ metadata = {} }: V1Pod, reason: string, message: string): KubernetesObject {
  const { name, namespace, uid } = metadata;
  return {
    metadata: { generateName: `${name}.`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    type: 'Warning',
    reason,
    message,
    source: { component: 'kubelet' },
    firstTimestamp: now(),
    lastTimestamp: now(),
    count: 1,
  };
}
