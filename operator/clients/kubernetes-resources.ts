import { apiVersionOf, type Manifest, type ResourceType } from './kubernetes-types.ts';

const namespaced = (
  group: string,
  version: string,
  plural: string,
  kind: string,
): ResourceType => ({
  group,
  version,
  plural,
  kind,
  namespaced: true,
});

const clusterScoped = (
  group: string,
  version: string,
  plural: string,
  kind: string,
): ResourceType => ({
  ...namespaced(group, version, plural, kind),
  namespaced: false,
});

/** The built-in resources that controllers commonly use. */
export const resources = {
  configMap: namespaced('', 'v1', 'configmaps', 'ConfigMap'),
  secret: namespaced('', 'v1', 'secrets', 'Secret'),
  service: namespaced('', 'v1', 'services', 'Service'),
  serviceAccount: namespaced('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  pod: namespaced('', 'v1', 'pods', 'Pod'),
  persistentVolumeClaim: namespaced('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  namespace: clusterScoped('', 'v1', 'namespaces', 'Namespace'),
  deployment: namespaced('apps', 'v1', 'deployments', 'Deployment'),
  replicaSet: namespaced('apps', 'v1', 'replicasets', 'ReplicaSet'),
  statefulSet: namespaced('apps', 'v1', 'statefulsets', 'StatefulSet'),
  job: namespaced('batch', 'v1', 'jobs', 'Job'),
  cronJob: namespaced('batch', 'v1', 'cronjobs', 'CronJob'),
  ingress: namespaced('networking.k8s.io', 'v1', 'ingresses', 'Ingress'),
  networkPolicy: namespaced('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  podDisruptionBudget: namespaced('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  lease: namespaced('coordination.k8s.io', 'v1', 'leases', 'Lease'),
  event: namespaced('events.k8s.io', 'v1', 'events', 'Event'),
  customResourceDefinition: clusterScoped(
    'apiextensions.k8s.io',
    'v1',
    'customresourcedefinitions',
    'CustomResourceDefinition',
  ),
} as const satisfies Record<string, ResourceType>;

/**
 * Returns the resource of a manifest among `known`; throws for an unknown kind, which is a
 * programming error.
 */
export function resourceOf(
  manifest: Pick<Manifest, 'apiVersion' | 'kind'>,
  known: Iterable<ResourceType> = Object.values(resources),
): ResourceType {
  for (const type of known)
    if (type.kind === manifest.kind && apiVersionOf(type) === manifest.apiVersion) return type;
  throw new Error(`No resource type is registered for ${manifest.apiVersion} ${manifest.kind}.`);
}
