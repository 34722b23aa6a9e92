import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { claimed } from './database.ts';
import { podSelector, standardLabels, versionOf } from './labels.ts';
import { type Identity, restrictedContainer, restrictedPod, scratch } from './pod.ts';
import { mebibytes, type ResourcesProps } from './quantity.ts';
import { Service } from './service.ts';
import { StatefulServer } from './stateful-server.ts';

export interface GraphDatabaseProps {
  /** Image of Neo4j with tag or digest. */
  readonly image: string;
  /** Secret with `NEO4J_AUTH`, user and password in one; the pod waits until it exists. */
  readonly authSecretName: string;
  /** Size of the volume, e.g. `5Gi`. */
  readonly storage: string;
  /** @default the default class of the cluster */
  readonly storageClass?: string | undefined;
  readonly resources: ResourcesProps;
}

/** User `neo4j` of the official image. */
const neo4jIdentity: Identity = { user: 7474, group: 7474 };

const port = 7687;

/** Labels of the graph's pod. */
export const graphPods = podSelector('neo4j', 'graph');

/**
 * Neo4j under the restricted Pod Security profile: StatefulSet, its disk and the Service `neo4j`,
 * bolt only.
 */
export class GraphDatabase extends Construct {
  constructor(scope: Construct, id: string, props: GraphDatabaseProps) {
    super(scope, id);
    const version = versionOf(props.image);
    const labels = standardLabels({
      release: 'neo4j',
      name: 'neo4j',
      component: 'graph',
      version,
      managedBy: 'ahlt-synth',
    });
    new Service(this, 'service', { name: 'neo4j', labels, pods: graphPods, ports: { bolt: port } });
    new StatefulServer(this, 'server', {
      name: 'neo4j',
      labels,
      selector: graphPods,
      governingService: 'neo4j-headless',
      ports: { bolt: port },
      claim: { name: 'neo4j-data', size: props.storage, storageClass: props.storageClass },
      pod: (pod) => neo4jPod(pod, props),
    });
  }
}

function neo4jPod(
  scope: Construct,
  { image, authSecretName, resources }: GraphDatabaseProps,
): kplus.PodProps {
  const configuration = scratch(scope, 'conf', '/var/lib/neo4j/conf', 16);
  const server = { image, resources, identity: neo4jIdentity };
  return {
    ...restrictedPod(neo4jIdentity),
    restartPolicy: kplus.RestartPolicy.ALWAYS,
    terminationGracePeriod: Duration.seconds(60),
    initContainers: [
      // The entry point writes settings into the image's configuration, whose file system is
      // read-only, so it gets a copy. Images that create their configuration elsewhere have nothing
      // to copy.
      restrictedContainer({
        ...server,
        name: 'copy-configuration',
        command: [
          'sh',
          '-c',
          'test ! -d /var/lib/neo4j/conf || cp -R /var/lib/neo4j/conf/. /conf-copy',
        ],
        mounts: [{ ...configuration, path: '/conf-copy' }],
      }),
    ],
    containers: [
      restrictedContainer({
        ...server,
        name: 'neo4j',
        ports: [{ name: 'bolt', number: port }],
        env: {
          NEO4J_AUTH: kplus.EnvValue.fromSecretValue({
            secret: kplus.Secret.fromSecretName(scope, 'auth', authSecretName),
            key: 'NEO4J_AUTH',
          }),
          ...settings(resources.limits.memory),
        },
        mounts: [
          { path: '/data', volume: claimed(scope, 'neo4j-data') },
          configuration,
          scratch(scope, 'logs', '/logs', 128),
          scratch(scope, 'run', '/var/lib/neo4j/run', 16),
          scratch(scope, 'tmp', '/tmp'),
        ],
        startup: answers({ every: 5, failures: 36 }),
        readiness: answers({ every: 10, failures: 5 }),
        liveness: answers({ every: 20, failures: 6 }),
      }),
    ],
  };
}

/**
 * Settings in the format of the image: `.` is `_`, `_` is `__`. Half of the memory is heap, an
 * eighth page cache, the rest for the JVM. Usage reports are disabled by the network policy, which
 * allows no outgoing traffic. Some images set them already, and Neo4j refuses a setting twice.
 */
function settings(memoryLimit: string): Record<string, kplus.EnvValue> {
  const limit = mebibytes(memoryLimit);
  const values = {
    NEO4J_server_memory_heap_initial__size: `${Math.floor(limit / 2)}m`,
    NEO4J_server_memory_heap_max__size: `${Math.floor(limit / 2)}m`,
    NEO4J_server_memory_pagecache_size: `${Math.floor(limit / 8)}m`,
    NEO4J_server_http_enabled: 'false',
    NEO4J_server_https_enabled: 'false',
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)]),
  );
}

/** Neo4j opens its port only when it is ready, so a connection is enough and needs no password. */
const answers = ({ every, failures }: { every: number; failures: number }) =>
  kplus.Probe.fromTcpSocket({
    port,
    periodSeconds: Duration.seconds(every),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold: failures,
  });
