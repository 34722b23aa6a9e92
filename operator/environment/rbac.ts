import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';

/** One rule of a Role, as Kubernetes writes it. */
export interface PolicyRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
  readonly resourceNames?: string[];
}

const own = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
const read = ['get', 'list', 'watch'];

/**
 * The operator's permissions in one environment's namespace. Secrets can be read by name only;
 * Kubernetes cannot restrict `create` to names, so it is a rule of its own. The operator cannot
 * grant permissions or read another team's Secret.
 */
export function environmentRules(release: string, env: ConnectedEnvironment): PolicyRule[] {
  return [
    {
      apiGroups: ['platform.ahlt.dev'],
      resources: ['ahltenvironments'],
      verbs: ['get', 'list', 'watch', 'patch'],
    },
    {
      apiGroups: ['platform.ahlt.dev'],
      resources: ['ahltenvironments/status'],
      verbs: ['get', 'patch'],
    },
    {
      apiGroups: ['platform.ahlt.dev'],
      resources: ['ahltenvironments/finalizers'],
      verbs: ['update'],
    },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: own },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: read },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: own },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: own },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: own },
    { apiGroups: [''], resources: ['configmaps', 'serviceaccounts', 'services'], verbs: own },
    { apiGroups: [''], resources: ['pods'], verbs: read },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    {
      apiGroups: [''],
      resources: ['secrets'],
      verbs: ['get', 'list', 'watch', 'patch'],
      resourceNames: ownSecrets(release),
    },
    ...namedReads(referencedSecrets(env)),
    { apiGroups: ['events.k8s.io', ''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
}

/**
 * The operator's permissions in a namespace that environments only refer to: read these Secrets,
 * and whether these Clusters are Ready.
 */
export function foreignRules({
  secrets,
  clusters,
}: {
  secrets: readonly string[];
  clusters: readonly string[];
}): PolicyRule[] {
  return [
    ...namedReads([...secrets]),
    ...(clusters.length === 0
      ? []
      : [
          {
            apiGroups: ['postgresql.cnpg.io'],
            resources: ['clusters'],
            verbs: ['get'],
            resourceNames: [...clusters],
          },
        ]),
  ];
}

/**
 * In `shared-infra` it also creates missing passwords of our servers; Kubernetes cannot restrict
 * `create` to names.
 */
export const passwordRules: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
];

/**
 * None: every permission of the operator is limited to a namespace. The operator chart creates no
 * ClusterRole while this is empty.
 */
export function clusterRules(): PolicyRule[] {
  return [];
}

/**
 * The operator's permissions in its own namespace: hold the Lease that elects the leader, and watch
 * it while waiting.
 */
export function systemRules(): PolicyRule[] {
  return [
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      verbs: [...read, 'update'],
      resourceNames: ['ahlt-operator'],
    },
    { apiGroups: ['events.k8s.io', ''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
}

const ownSecrets = (release: string) => [`${release}-migrator`, `${release}-secret`];

/**
 * Names of the Secrets in the environment's own namespace that it or its servers refer to, sorted.
 */
function referencedSecrets({
  metadata,
  spec,
  connections: { database, graph },
}: ConnectedEnvironment): string[] {
  const ofServers = [database?.adminSecretRef, database?.caSecretRef, graph?.secretRef];
  const inNamespace = ofServers.filter(
    (ref) => ref !== undefined && ref.namespace === metadata.namespace,
  );
  const names = [spec.database.urlSecretRef?.name, ...inNamespace.map((ref) => ref?.name)];
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const namedReads = (names: string[]): PolicyRule[] =>
  names.length === 0
    ? []
    : [{ apiGroups: [''], resources: ['secrets'], verbs: read, resourceNames: names }];
