import { App, Chart } from 'cdk8s';

/** A Kubernetes object as plain JSON, as sent to the API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface ManifestsOptions {
  /** Namespace of every object without its own. Omit it for cluster-scoped objects. */
  readonly namespace?: string;
  /** Labels of every object. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Evaluates constructs in this process: returns the content of the chart as plain JSON with sorted
 * keys, in apply order. Reads and writes nothing, so the operator and `npm run synth` get the same
 * bytes.
 */
export function manifests(
  { namespace, labels }: ManifestsOptions,
  build: (chart: Chart) => void,
): Manifest[] {
  const chart = new Chart(new App(), 'chart', {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels: { ...labels } }),
    disableResourceNameHashes: true,
  });
  build(chart);
  return inApplyOrder(chart.toJson().map((object) => sorted(placed(object)) as Manifest));
}

/** Cluster-scoped kinds. */
export const clusterKinds: readonly string[] = [
  'CustomResourceDefinition',
  'Namespace',
  'IngressClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

/** cdk8s puts every object into the namespace of its chart, including cluster-scoped ones. */
function placed(object: Manifest): unknown {
  if (!clusterKinds.includes(object.kind)) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Referenced objects come first: a pod that starts before its ConfigMap exists fails and waits. */
const kindsInApplyOrder = [
  'CustomResourceDefinition',
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'NetworkPolicy',
  'IngressClass',
  'Service',
  'PodDisruptionBudget',
  'ObjectStore',
  'Cluster',
  'ScheduledBackup',
  'PersistentVolumeClaim',
  'StatefulSet',
  'Deployment',
  'Job',
  'CronJob',
  'Middleware',
  'TLSOption',
  'Ingress',
  'AhltEnvironment',
];

/** Sorts objects by kind in apply order; objects of one kind keep their order. */
export const inApplyOrder = (objects: readonly Manifest[]): Manifest[] =>
  objects.toSorted((a, b) => rank(a.kind) - rank(b.kind));

const rank = (kind: string): number => {
  const position = kindsInApplyOrder.indexOf(kind);
  return position === -1 ? kindsInApplyOrder.length : position;
};

/**
 * The same value with sorted object keys and without undefined members, so that equal objects have
 * equal bytes.
 */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
