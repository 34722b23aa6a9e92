import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { CloudNativePg } from '../api/index.ts';
import { standardLabels, versionOf } from './labels.ts';
import { canonicalMemory } from './quantity.ts';

export interface DatabaseClusterProps extends CloudNativePg {
  /** @default the default class of the cluster */
  readonly storageClass?: string | undefined;
}

/** The archiving plugin, by the name under which it registers. */
const archiver = 'barman-cloud.cloudnative-pg.io';

/** Labels of the servers' pods and of the Jobs that create them, set by CloudNativePG. */
export const clusterPods = (name: string): Record<string, string> => ({ 'cnpg.io/cluster': name });

/**
 * PostgreSQL on several nodes, run by CloudNativePG: its Cluster and, with an archive, the
 * destination of the write-ahead log and base backups.
 */
export class DatabaseCluster extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseClusterProps) {
    super(scope, id);
    const { name, archive } = props;
    const version = versionOf(props.image);
    const labels = standardLabels({
      release: name,
      name: 'postgresql',
      component: 'database',
      version,
      managedBy: 'ahlt-synth',
    });
    const metadata = { name, labels };
    new ApiObject(this, 'cluster', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata,
      spec: clusterSpec(props),
    });
    if (archive === undefined) return;
    new ApiObject(this, 'store', {
      apiVersion: 'barmancloud.cnpg.io/v1',
      kind: 'ObjectStore',
      metadata,
      spec: { retentionPolicy: archive.retention, configuration: storeConfiguration(archive) },
    });
    new ApiObject(this, 'base-backups', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'ScheduledBackup',
      metadata,
      spec: {
        // CloudNativePG's cron starts with seconds.
        schedule: `0 ${archive.schedule}`,
        immediate: true,
        cluster: { name },
        method: 'plugin',
        pluginConfiguration: { name: archiver },
        backupOwnerReference: 'self',
      },
    });
  }
}

const clusterSpec = ({
  name,
  image,
  instances,
  storage,
  storageClass,
  resources,
  maxConnections,
  archive,
}: DatabaseClusterProps) => ({
  instances,
  imageName: image,
  imagePullPolicy: 'IfNotPresent',
  // The environments' operator creates databases and roles with it; its Secret is
  // `<name>-superuser`.
  enableSuperuserAccess: true,
  enablePDB: true,
  bootstrap: {
    initdb: {
      dataChecksums: true,
      // Runtime roles of an environment must not access the databases that CloudNativePG and
      // PostgreSQL create.
      postInitSQL: [
        'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC',
        'REVOKE CONNECT ON DATABASE template1 FROM PUBLIC',
      ],
      postInitApplicationSQL: ['REVOKE CONNECT ON DATABASE app FROM PUBLIC'],
    },
  },
  postgresql: {
    parameters: { max_connections: String(maxConnections), password_encryption: 'scram-sha-256' },
    // Committed data is on a second disk; one of two followers may be down.
    ...(instances >= 3 && {
      synchronous: { method: 'any', number: 1, dataDurability: 'required' },
    }),
  },
  storage: { size: storage, ...(storageClass !== undefined && { storageClass }) },
  resources: {
    requests: { ...resources.requests, memory: canonicalMemory(resources.requests.memory) },
    limits: { ...resources.limits, memory: canonicalMemory(resources.limits.memory) },
  },
  // With one node they share it instead of waiting for others.
  affinity: {
    enablePodAntiAffinity: true,
    podAntiAffinityType: 'preferred',
    topologyKey: 'kubernetes.io/hostname',
  },
  ...(archive && {
    plugins: [{ name: archiver, isWALArchiver: true, parameters: { barmanObjectName: name } }],
  }),
});

/** The configuration has the format of CloudNativePG's own, older archive. */
function storeConfiguration({
  destination,
  endpoint,
  secretName,
}: NonNullable<CloudNativePg['archive']>) {
  const key = (of: string) => ({ name: secretName, key: of });
  return {
    destinationPath: destination,
    ...(endpoint !== undefined && { endpointURL: endpoint }),
    s3Credentials: { accessKeyId: key('ACCESS_KEY_ID'), secretAccessKey: key('ACCESS_SECRET_KEY') },
    wal: { compression: 'gzip' },
    data: { compression: 'gzip' },
  };
}
