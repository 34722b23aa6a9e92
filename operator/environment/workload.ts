import { z } from 'zod';
import { type AhltEnvironmentStatus, environmentSpec } from '#cdk8s/api/index.ts';
import type { KubernetesObject } from '../clients/kubernetes-types.ts';
import { revisionKey } from './keys.ts';
import { type Pod, parsed, problemsOf } from './pods.ts';
import { marks } from './resource.ts';
import type { Desired, Revision, WorkloadState } from './types.ts';

export interface Deployment extends KubernetesObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly {
      type: string;
      status: string;
      reason?: string;
      message?: string;
    }[];
  };
}

const revision = z.object({
  key: z.string(),
  image: z.string(),
  spec: environmentSpec,
  schemaRange: z.object({ min: z.string(), max: z.string() }).optional(),
});
const failedRollout = z.object({ key: z.string(), image: z.string(), message: z.string() });

/**
 * What runs, read from the Deployment: annotations record the intent, status and pods the result.
 */
export function workloadOf(
  deployment: Deployment | undefined,
  pods: readonly Pod[],
  { desired, status }: { desired: Desired; status: AhltEnvironmentStatus | undefined },
): WorkloadState {
  if (!deployment) return { ...nothing, ...lastGoodByStatus(desired, status) };
  const { annotations = {}, generation } = deployment.metadata;
  const { replicas = 1 } = deployment.spec ?? {};
  const {
    observedGeneration,
    updatedReplicas = 0,
    availableReplicas = 0,
    replicas: all = 0,
    conditions = [],
  } = deployment.status ?? {};
  const current = read(revision, annotations[marks.revision]);
  const lastGood = read(revision, annotations[marks.lastGood]);
  const failed = read(failedRollout, annotations[marks.failed]);
  const rolledOutAt = Date.parse(annotations[marks.rolledOutAt] ?? '');
  const complete =
    current !== undefined &&
    observedGeneration === generation &&
    [updatedReplicas, availableReplicas, all].every((count) => count === replicas);
  const refused = conditions.find(
    ({ type, status: state }) => type === 'ReplicaFailure' && state === 'True',
  );
  const problems = complete
    ? []
    : [
        ...(refused?.message ? [`pods are refused: ${refused.message}`] : []),
        ...problemsOf(newest(pods)),
      ];
  return {
    ...(current ? { current } : { unreadable: true }),
    ...(Number.isFinite(rolledOutAt) && { rolledOutAt }),
    ...(lastGood && { lastGood }),
    ...(failed && { failed }),
    replicas,
    availableReplicas,
    complete,
    problems,
  };
}

const nothing = { replicas: 0, availableReplicas: 0, complete: false, problems: [] };

/** If the Deployment was deleted, the status still names an image to return to. */
function lastGoodByStatus(
  { spec, problems }: Desired,
  status: AhltEnvironmentStatus | undefined,
): { lastGood?: Revision } {
  const { lastGoodImage, schemaRange } = status?.workload ?? {};
  if (!lastGoodImage || problems.length > 0) return {};
  const good = { ...spec, image: lastGoodImage };
  return {
    lastGood: {
      key: revisionKey(good),
      image: lastGoodImage,
      spec: good,
      ...(schemaRange && { schemaRange }),
    },
  };
}

/** The pods of the newest template: older ones only wait to be replaced. */
function newest(pods: readonly Pod[]): readonly Pod[] {
  const alive = pods.filter(({ metadata }) => !metadata.deletionTimestamp);
  const [first] = alive.toSorted((a, b) =>
    (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''),
  );
  const template = first?.metadata.labels?.['pod-template-hash'];
  return alive.filter(({ metadata }) => metadata.labels?.['pod-template-hash'] === template);
}

function read<T extends z.ZodType>(schema: T, text: string | undefined): z.output<T> | undefined {
  return text === undefined ? undefined : schema.safeParse(parsed(text)).data;
}
