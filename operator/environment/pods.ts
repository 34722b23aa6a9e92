import type { KubernetesObject } from '../clients/kubernetes-types.ts';
import { bounded, counted } from './words.ts';

// The parts of a pod's status that explain why it does not run.

export interface Pod extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly {
      type: string;
      status: string;
      reason?: string;
      message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface ContainerStatus {
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: Terminated;
}

export interface Terminated {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly finishedAt?: string;
}

/** Waiting reasons of a container that need intervention, as named by the kubelet. */
const stuck = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** Why a pod has not started, if it will not start by itself soon. */
export function waitingReason({ status }: Pod): { reason: string; message: string } | undefined {
  const unscheduled = status?.conditions?.find(
    ({ type, status: state }) => type === 'PodScheduled' && state === 'False',
  );
  if (unscheduled)
    return {
      reason: unscheduled.reason ?? 'Unschedulable',
      message: unscheduled.message ?? 'no node has room for the pod',
    };
  for (const { state } of status?.containerStatuses ?? []) {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (stuck.has(reason)) return { reason: steady(reason), message: message || reason };
  }
  return undefined;
}

/** The kubelet alternates between trying and backing off; users see one state. */
const steady = (reason: string) => (reason === 'ErrImagePull' ? 'ImagePullBackOff' : reason);

export const terminatedOf = ({ status }: Pod): Terminated | undefined =>
  status?.containerStatuses
    ?.map(({ state }) => state?.terminated)
    .find((terminated) => terminated !== undefined);

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ??
  false;

/**
 * Why pods that should serve do not, each reason once with the number of pods, most informative
 * first.
 */
export function problemsOf(pods: readonly Pod[]): string[] {
  const reasons = pods.filter((pod) => !isReady(pod)).map(reasonOf);
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(
    ([reason, count]) => `${count} of ${counted(pods.length, 'pod')} ${reason}`,
  );
}

function reasonOf(pod: Pod): string | undefined {
  const waiting = waitingReason(pod);
  if (waiting) return `cannot start (${waiting.reason}: ${bounded(waiting.message, 200)})`;
  for (const { state, lastState, restartCount = 0, ready } of pod.status?.containerStatuses ?? []) {
    const ended = state?.terminated ?? lastState?.terminated;
    if (ended && !ready) return `restarting, ${endedInWords(ended)}`;
    if (state?.running && !ready)
      return restartCount > 0
        ? 'restarted, not ready'
        : 'running but not ready: /readyz does not answer with 200';
  }
  return undefined;
}

function endedInWords({ exitCode, reason, message }: Terminated): string {
  if (reason === 'OOMKilled') return 'memory above spec.resources.limits.memory (OOMKilled)';
  const line = lastLines(message, 1)[0];
  return line ? `last log line "${bounded(line, 300)}"` : `exit code ${exitCode}`;
}

/** The last informative lines of a log: messages of JSON lines, no stack frames. */
export function lastLines(log: string | undefined, count: number): string[] {
  const lines = (log ?? '').split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !isNoise(line))
    .slice(-count)
    .map(readable);
}

/** Stack frames, braces and fields of a printed error, and Node's last line with its version. */
const isNoise = (line: string) =>
  /^(at .+:\d+\)?( \{)?|[{}\]]+,?|Node\.js v[\d.]+|(errno|code|syscall|path): .+)$/.test(line);

function readable(line: string): string {
  const record = parsed(line);
  if (!isRecord(record) || typeof record['msg'] !== 'string') return line;
  const error = record['err'];
  return isRecord(error) && typeof error['message'] === 'string'
    ? `${record['msg']}: ${error['message']}`
    : record['msg'];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
