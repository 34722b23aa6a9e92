import type { Manifest } from '../constructs/manifest.ts';
import type { Labels } from './check.ts';

/** The parts of a container that the checks read. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
    readonly seccompProfile?: { readonly type?: string };
  };
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly ports?: readonly { readonly containerPort: number; readonly hostPort?: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly startupProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly livenessProbe?: unknown;
}

/** The parts of a pod's spec that the checks read. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: unknown }[];
  readonly automountServiceAccountToken?: boolean;
  readonly serviceAccountName?: string;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly restartPolicy?: string;
}

/** The parts of a Deployment, StatefulSet, Job or CronJob that the checks read. */
export interface WorkloadSpec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels?: Labels };
  readonly strategy?: { readonly rollingUpdate?: { readonly maxUnavailable?: number | string } };
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string };
  readonly volumeClaimTemplates?: readonly unknown[];
  readonly template: { readonly metadata?: { readonly labels?: Labels }; readonly spec: PodSpec };
}

const workloadKinds = ['Deployment', 'StatefulSet', 'Job'];

type CronJobSpec = { readonly jobTemplate: { readonly spec: WorkloadSpec } };

/** The spec of an object that creates pods; undefined for any other. */
export function workloadOf(object: Manifest): WorkloadSpec | undefined {
  if (object.kind === 'CronJob') return (object['spec'] as CronJobSpec).jobTemplate.spec;
  return workloadKinds.includes(object.kind) ? (object['spec'] as WorkloadSpec) : undefined;
}

/** The pod that an object creates. */
export const podOf = (object: Manifest): PodSpec | undefined => workloadOf(object)?.template.spec;

/** Labels of the pods that an object creates. */
export const podLabelsOf = (object: Manifest): Labels =>
  workloadOf(object)?.template.metadata?.labels ?? {};

/** All containers of a pod, including init containers. */
export const containersOf = (object: Manifest): readonly Container[] => {
  const pod = podOf(object);
  return pod === undefined ? [] : [...(pod.initContainers ?? []), ...pod.containers];
};
