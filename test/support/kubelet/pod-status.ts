import type { V1Pod } from '@kubernetes/client-node';
import type { KubernetesObject } from '../kubernetes/api-client.ts';
import type { ContainerView } from './container.ts';

/** Inputs of a pod's status. */
export interface PodFacts {
  readonly pod: V1Pod;
  readonly ip: string;
  readonly startTime: string;
  readonly inits: readonly ContainerView[];
  readonly containers: readonly ContainerView[];
}

/**
 * The status of a pod as a kubelet writes it. Pure; `now` is an RFC 3339 moment for conditions that
 * changed since `before`.
 */
export function podStatus(
  { pod, ip, startTime, inits, containers }: PodFacts,
  before: KubernetesObject,
  now: string,
): KubernetesObject {
  const initialized = inits.every(({ state }) => state.terminated?.exitCode === 0);
  const phase = phaseOf(pod, inits, containers);
  const over = phase === 'Succeeded' || phase === 'Failed';
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const readiness = over
    ? { status: 'False', reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : unready.length > 0
      ? {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        }
      : { status: 'True' };
  const wanted = [
    { type: 'PodReadyToStartContainers', status: over ? 'False' : 'True' },
    {
      type: 'Initialized',
      status: initialized ? 'True' : 'False',
      ...(phase === 'Succeeded' && { reason: 'PodCompleted' }),
    },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
  ];
  return {
    phase,
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime,
    conditions: conditions(wanted, before?.conditions ?? [], now),
    ...(inits.length > 0 && {
      initContainerStatuses: inits.map((view) => containerStatus(pod, view)),
    }),
    containerStatuses: containers.map((view) => containerStatus(pod, view)),
  };
}

function phaseOf(
  pod: V1Pod,
  inits: readonly ContainerView[],
  containers: readonly ContainerView[],
): string {
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const failed = ({ state }: ContainerView) =>
    state.terminated !== undefined && state.terminated.exitCode !== 0;
  const ended = containers.every(({ state }) => state.terminated !== undefined);
  if (inits.some(failed) && policy === 'Never') return 'Failed';
  if (ended && (policy === 'Never' || pod.metadata?.deletionTimestamp))
    return containers.some(failed) ? 'Failed' : 'Succeeded';
  if (ended && policy === 'OnFailure' && !containers.some(failed)) return 'Succeeded';
  const begun = containers.some(
    ({ state, restartCount }) => state.running || state.terminated || restartCount > 0,
  );
  return begun ? 'Running' : 'Pending';
}

function containerStatus(pod: V1Pod, view: ContainerView): KubernetesObject {
  const id = `process://${pod.metadata?.uid}/${view.name}/${view.restartCount}`;
  const { name, image, state, lastState, ready, started, restartCount } = view;
  const terminated = state.terminated && { ...state.terminated, containerID: id };
  const shown = terminated ? { terminated } : state;
  return {
    name,
    image,
    imageID: state.waiting ? '' : image,
    containerID: state.waiting ? '' : id,
    state: shown,
    lastState,
    ready,
    started,
    restartCount,
  };
}

/** Keeps the time of an unchanged condition, and conditions written by others. */
function conditions(
  wanted: KubernetesObject[],
  before: KubernetesObject[],
  now: string,
): KubernetesObject[] {
  const ours = new Set(wanted.map(({ type }) => type));
  const kept = before.filter(({ type }) => !ours.has(type));
  const moments = wanted.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    return {
      ...condition,
      lastProbeTime: null,
      lastTransitionTime: old?.status === condition.status ? old.lastTransitionTime : now,
    };
  });
  return [...kept, ...moments];
}
