import { type AhltEnvironment, type Cluster, releaseName } from '../api/index.ts';
import { ClosedNamespace } from '../constructs/closed-namespace.ts';
import { Database, databasePods } from '../constructs/database.ts';
import { GraphDatabase, graphPods } from '../constructs/graph-database.ts';
import { podSelector, standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { NetworkPolicy, namespaceNamed, type Peer } from '../constructs/network-policy.ts';
import { quotaFor } from '../constructs/quantity.ts';
import { infraNamespace, infraSecrets, operatorName, systemNamespace } from './cluster-names.ts';

const labels = standardLabels({ release: infraNamespace, name: infraNamespace, component: 'namespace', managedBy: 'ahlt-synth' });

/** Who may connect: the environments' namespaces by their names, which nobody can give to another namespace, and the operator. */
const clients = (environments: readonly AhltEnvironment[]): Peer[] => [
  ...environments.map((env) => namespaceNamed(env.metadata.namespace ?? releaseName(env))),
  namespaceNamed(systemNamespace, podSelector(operatorName, 'operator')),
];

/** The namespace of the shared servers; room for both and for a pod that replaces one. */
export const infraNamespaceChart = ({ postgres, neo4j }: Cluster): Manifest[] => {
  const servers = [postgres.deployment, neo4j?.deployment].filter((server) => server !== undefined);
  if (servers.length === 0) return [];
  return manifests({}, (chart) => {
    const quota = quotaFor(
      servers.map(({ resources }) => ({ resources, count: 2 })),
      { claims: servers.length },
    );
    new ClosedNamespace(chart, 'namespace', { name: infraNamespace, labels, quota });
  });
};

/** PostgreSQL, with the only way in. Its password is made in the cluster: the pod waits for the Secret (docs/decisions/020). */
export function postgresChart({ postgres, storage }: Cluster, environments: readonly AhltEnvironment[]): Manifest[] {
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

/** Neo4j, with the only way in. Nothing in it has to be kept: it is rebuilt from PostgreSQL. */
export function neo4jChart({ neo4j, storage }: Cluster, environments: readonly AhltEnvironment[]): Manifest[] {
  if (neo4j?.deployment === undefined) return [];
  const { deployment } = neo4j;
  return manifests({ namespace: infraNamespace }, (chart) => {
    new GraphDatabase(chart, 'neo4j', { ...deployment, storageClass: storage.className, authSecretName: infraSecrets.neo4j });
    new NetworkPolicy(chart, 'network', {
      name: 'neo4j',
      labels,
      pods: graphPods,
      accepts: [{ peers: clients(environments.filter(({ spec }) => spec.graph.enabled)), ports: [7687] }],
    });
  });
}
