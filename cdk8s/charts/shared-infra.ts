import { type Cluster, type ConnectedEnvironment, releaseName } from '../api/index.ts';
import { ClosedNamespace } from '../constructs/closed-namespace.ts';
import { Database, databasePods } from '../constructs/database.ts';
import { clusterPods, DatabaseCluster } from '../constructs/database-cluster.ts';
import { GraphDatabase, graphPods } from '../constructs/graph-database.ts';
import { podSelector, standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import {
  NetworkPolicy,
  nameResolution,
  namespaceNamed,
  type Peer,
} from '../constructs/network-policy.ts';
import { quotaFor, type ResourcesProps } from '../constructs/quantity.ts';
import { infraNamespace, infraSecrets, operatorName, systemNamespace } from './cluster-names.ts';
import { foreignSecrets } from './foreign-secrets.ts';

const labels = standardLabels({
  release: infraNamespace,
  name: infraNamespace,
  component: 'namespace',
  managedBy: 'ahlt-synth',
});

/**
 * Who may connect: the environments' namespaces by name, which no other namespace can have, and the
 * operator.
 */
const clients = (environments: readonly ConnectedEnvironment[]): Peer[] => [
  ...environments.map((env) => namespaceNamed(env.metadata.namespace ?? releaseName(env))),
  namespaceNamed(systemNamespace, podSelector(operatorName, 'operator')),
];

/**
 * The namespace of the shared servers, and of the Secrets of external ones; with room to replace a
 * pod.
 */
export const infraNamespaceChart = (
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] => {
  const { postgres, neo4j } = cluster;
  const single = [postgres.deployment, neo4j?.deployment].filter((server) => server !== undefined);
  const several = postgres.cluster;
  if (
    single.length === 0 &&
    several === undefined &&
    !foreignSecrets(environments).has(infraNamespace)
  )
    return [];
  return manifests({}, (chart) => {
    const quota = quotaFor(
      [
        ...single.map(({ resources }) => ({ resources, count: 2 })),
        // One server more while another is replaced, and the Job that creates it.
        ...(several ? [{ resources: several.resources, count: several.instances + 2 }] : []),
        ...(several?.archive
          ? [{ resources: archiverResources, count: several.instances + 2 }]
          : []),
      ],
      { claims: single.length + (several ? several.instances + 1 : 0) },
    );
    new ClosedNamespace(chart, 'namespace', { name: infraNamespace, labels, quota });
  });
};

/**
 * The namespace's defaults for a container without resources, such as the archiver beside each
 * server.
 */
const archiverResources: ResourcesProps = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '250m', memory: '256Mi' },
};

/**
 * PostgreSQL and the only access to it. Its password is generated in the cluster: the pod waits for
 * the Secret (docs/decisions/016-passwords-generated-in-the-cluster.md).
 */
export function postgresChart(
  { postgres, storage }: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] {
  const { deployment } = postgres;
  if (deployment === undefined) return [];
  return manifests({ namespace: infraNamespace }, (chart) => {
    new Database(chart, 'postgres', {
      ...deployment,
      storageClass: storage.className,
      adminSecretName: infraSecrets.postgres,
    });
    new NetworkPolicy(chart, 'network', {
      name: 'postgres',
      labels,
      pods: databasePods,
      accepts: [{ peers: clients(environments), ports: [5432] }],
    });
  });
}

/**
 * The same by CloudNativePG, whose operator must already be in the cluster. It creates the
 * administrator's Secret, certificates and services.
 */
export function postgresClusterChart(
  { postgres, storage, network }: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] {
  const { cluster } = postgres;
  if (cluster === undefined) return [];
  const { name, operatorNamespace, archive } = cluster;
  const pods = clusterPods(name);
  return manifests({ namespace: infraNamespace }, (chart) => {
    new DatabaseCluster(chart, 'postgres', { ...cluster, storageClass: storage.className });
    new NetworkPolicy(chart, 'network', {
      name: `${name}-cluster`,
      labels,
      pods,
      accepts: [
        { peers: [...clients(environments), { pods }], ports: [5432] },
        // Status of each server, over TLS.
        { peers: [{ pods }, namespaceNamed(operatorNamespace)], ports: [8000] },
        { peers: [namespaceNamed(operatorNamespace)], ports: [5432] },
      ],
      opens: [
        nameResolution,
        { peers: [{ pods }], ports: [5432, 8000] },
        // Each server reports the leader to the API server; the object store may have any address.
        {
          peers: ['anywhere'],
          ports: [
            ...new Set([
              443,
              network.apiServerPort,
              ...(archive ? [portOf(archive.endpoint)] : []),
            ]),
          ],
        },
      ],
    });
  });
}

const portOf = (endpoint = 'https://s3.amazonaws.com'): number =>
  Number(new URL(endpoint).port || 443);

/**
 * Neo4j and the only access to it. Nothing in it needs to be kept: it is rebuilt from PostgreSQL.
 */
export function neo4jChart(
  { neo4j, storage }: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] {
  if (neo4j?.deployment === undefined) return [];
  const { deployment } = neo4j;
  return manifests({ namespace: infraNamespace }, (chart) => {
    new GraphDatabase(chart, 'neo4j', {
      ...deployment,
      storageClass: storage.className,
      authSecretName: infraSecrets.neo4j,
    });
    new NetworkPolicy(chart, 'network', {
      name: 'neo4j',
      labels,
      pods: graphPods,
      accepts: [
        { peers: clients(environments.filter(({ spec }) => spec.graph.enabled)), ports: [7687] },
      ],
    });
  });
}
