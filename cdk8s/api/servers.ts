import type { Cluster } from './cluster.ts';
import type { Servers } from './connections.ts';
import { infraNamespace, mainServer } from './names.ts';
import type { DatabaseServer } from './shared-fields.ts';

/** The servers defined by cluster.yaml, by the names that environments use. */
export function serversOf({ postgres, neo4j }: Pick<Cluster, 'postgres' | 'neo4j'>): Servers {
  const server =
    postgres.cluster === undefined ? postgres.server : serverOfCluster(postgres.cluster.name);
  return {
    postgres: { ...postgres.others, ...(server && { [mainServer]: server }) },
    neo4j: {
      ...neo4j?.others,
      ...(neo4j && { [mainServer]: { uri: neo4j.uri, secretRef: neo4j.secretRef } }),
    },
  };
}

/** The server of a CloudNativePG Cluster, by its name. */
function serverOfCluster(name: string): DatabaseServer {
  const secret = (suffix: string) => ({ name: `${name}-${suffix}`, namespace: infraNamespace });
  return {
    host: `${name}-rw.${infraNamespace}.svc.cluster.local`,
    port: 5432,
    adminSecretRef: secret('superuser'),
    sslMode: 'verify-full',
    caSecretRef: { ...secret('ca'), key: 'ca.crt' },
    clusterRef: { name, namespace: infraNamespace },
  };
}
