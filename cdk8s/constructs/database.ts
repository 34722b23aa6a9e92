import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podSelector, standardLabels, versionOf } from './labels.ts';
import { postgresIdentity, restrictedContainer, restrictedPod, scratch } from './pod.ts';
import type { ResourcesProps } from './quantity.ts';
import { Service } from './service.ts';
import { StatefulServer } from './stateful-server.ts';

export interface DatabaseProps {
  /** Image of PostgreSQL with tag or digest. */
  readonly image: string;
  /** Secret with `username` and `password` of the administrator; the pod waits until it exists. */
  readonly adminSecretName: string;
  /** Size of the volume, e.g. `5Gi`. */
  readonly storage: string;
  /** @default the default class of the cluster */
  readonly storageClass?: string | undefined;
  /** Maximum number of connections. */
  readonly maxConnections: number;
  readonly resources: ResourcesProps;
}

const port = 5432;

/** Labels of the database's pod. */
export const databasePods = podSelector('postgres', 'database');

/**
 * PostgreSQL under the restricted Pod Security profile: StatefulSet `postgres`, its disk, and the
 * Service name of the Bitnami chart.
 */
export class Database extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const version = versionOf(props.image);
    const labels = standardLabels({
      release: 'postgres',
      name: 'postgresql',
      component: 'database',
      version,
      managedBy: 'ahlt-synth',
    });

    // Runs once, on an empty disk. The operator maintains databases and roles in every pass; this
    // only revokes default access.
    new kplus.ConfigMap(this, 'init', {
      metadata: { name: 'postgres-init', labels },
      data: { '10-close-public.sql': closePublic },
    });

    new Service(this, 'service', {
      name: 'postgres-postgresql',
      labels,
      pods: databasePods,
      ports: { postgres: port },
    });
    new StatefulServer(this, 'server', {
      name: 'postgres',
      labels,
      selector: databasePods,
      governingService: 'postgres',
      ports: { postgres: port },
      claim: { name: 'postgres-data', size: props.storage, storageClass: props.storageClass },
      pod: (pod) => ({
        ...restrictedPod(postgresIdentity),
        restartPolicy: kplus.RestartPolicy.ALWAYS,
        terminationGracePeriod: Duration.seconds(60),
        containers: [
          restrictedContainer({
            name: 'postgres',
            image: props.image,
            args: [
              'postgres',
              '-c',
              `max_connections=${props.maxConnections}`,
              '-c',
              'password_encryption=scram-sha-256',
            ],
            ports: [{ name: 'postgres', number: port }],
            resources: props.resources,
            identity: postgresIdentity,
            env: {
              ...adminCredentials(pod, props.adminSecretName),
              POSTGRES_DB: kplus.EnvValue.fromValue('postgres'),
              POSTGRES_INITDB_ARGS: kplus.EnvValue.fromValue(
                '--data-checksums --auth-host=scram-sha-256',
              ),
              // A folder below the mount point, because the volume's root contains lost+found and
              // initdb requires an empty folder.
              PGDATA: kplus.EnvValue.fromValue('/var/lib/postgresql/data/pgdata'),
            },
            mounts: [
              { path: '/var/lib/postgresql/data', volume: claimed(pod, 'postgres-data') },
              {
                path: '/docker-entrypoint-initdb.d',
                volume: initScripts(pod),
                readOnly: true,
              },
              scratch(pod, 'run', '/var/run/postgresql', 16),
              scratch(pod, 'tmp', '/tmp'),
            ],
            startup: isReady({ every: 2, failures: 30 }),
            readiness: isReady({ every: 5, failures: 3 }),
            liveness: isReady({ every: 10, failures: 6 }),
          }),
        ],
      }),
    });
  }
}

const closePublic = `-- Runtime roles of one environment have no business in the maintenance database, nor in what is cloned from template1.
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
REVOKE CONNECT ON DATABASE template1 FROM PUBLIC;
`;

const initScripts = (scope: Construct): kplus.Volume =>
  kplus.Volume.fromConfigMap(
    scope,
    'init',
    kplus.ConfigMap.fromConfigMapName(scope, 'init-scripts', 'postgres-init'),
    { name: 'init' },
  );

function adminCredentials(scope: Construct, name: string): Record<string, kplus.EnvValue> {
  const secret = kplus.Secret.fromSecretName(scope, 'admin', name);
  return {
    POSTGRES_USER: kplus.EnvValue.fromSecretValue({ secret, key: 'username' }),
    POSTGRES_PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
  };
}

/** The volume of the claim template with that name. */
export const claimed = (scope: Construct, name: string): kplus.Volume =>
  kplus.Volume.fromPersistentVolumeClaim(
    scope,
    `claim-${name}`,
    kplus.PersistentVolumeClaim.fromClaimName(scope, name, name),
    { name },
  );

/**
 * Checks over the socket, which exists only while the server listens; a server without free
 * connections still responds.
 */
const isReady = ({ every, failures }: { every: number; failures: number }) =>
  kplus.Probe.fromCommand(
    [
      'sh',
      '-c',
      'exec pg_isready --quiet --username "$POSTGRES_USER" --dbname postgres --host /var/run/postgresql',
    ],
    {
      periodSeconds: Duration.seconds(every),
      timeoutSeconds: Duration.seconds(5),
      failureThreshold: failures,
    },
  );
