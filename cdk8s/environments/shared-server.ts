import type { Cluster, DatabaseServer } from '#cdk8s/api/index.ts';
import { infraNamespace } from '#cdk8s/charts/cluster-names.ts';

/** The server that environments share: the one that is written down, or the one that CloudNativePG makes of its Cluster's name. */
export function sharedServer({ postgres: { server, cluster } }: Cluster): DatabaseServer | undefined {
  if (cluster === undefined) return server;
  const { name } = cluster;
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
