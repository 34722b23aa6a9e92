import { z } from 'zod';
import { check, documentType, type FileRule, type Parsed } from './check.ts';
import { pinnedImage, placement, postgres, postgresRules } from './cluster-postgres.ts';
import {
  byteQuantity,
  cronSchedule,
  dnsLabel,
  network,
  objectName,
  serverName,
} from './formats.ts';
import { logLevels } from './names.ts';
import { bytes, millicores } from './quantities.ts';
import { graphServer, podResources } from './shared-fields.ts';
import type { Schema } from './structural-schema.ts';

const neo4j = z
  .strictObject({
    ...graphServer().shape,
    others: z
      .record(serverName(), graphServer())
      .optional()
      .describe('Further servers, by the name used in spec.graph.server.'),
    deployment: z
      .strictObject({ image: pinnedImage().describe('Image of Neo4j.'), ...placement() })
      .optional()
      .describe('The server in the namespace shared-infra. Omit if it runs elsewhere.'),
  })
  .optional()
  .describe(
    'Neo4j: the server named main. Environments share it, separated by a property. Omit if no environment has a graph.',
  );

const backups = z
  .strictObject({
    image: pinnedImage().describe(
      'Image with the PostgreSQL client programs in the version of the server.',
    ),
    storage: byteQuantity()
      .default('10Gi')
      .describe('Size of the volume of each environment: its dumps, and one test restore.'),
    schedule: cronSchedule()
      .default('0 1 * * *')
      .describe('When each environment is backed up: five cron fields, UTC.'),
    keep: z
      .int()
      .min(1)
      .max(365)
      .default(14)
      .describe('Dumps to keep, of those before plans and of the scheduled ones each.'),
  })
  .optional()
  .describe('Default backups of every environment. Omit if another tool makes backups.');

const ingress = z
  .strictObject({
    className: objectName().default('nginx').describe('Default IngressClass of every environment.'),
    controller: z
      .string()
      .max(253)
      .regex(
        /^[a-z0-9.-]+\/[a-zA-Z0-9./_-]+$/,
        'a controller name is required, such as nginx.org/ingress-controller',
      )
      .default('nginx.org/ingress-controller')
      .describe(
        'Controller named by the IngressClass. nginx.org/ingress-controller and k8s.io/ingress-nginx get their own annotations.',
      ),
    namespace: dnsLabel()
      .default('ingress-nginx')
      .describe('Namespace of the controller. Only requests from there reach the app.'),
    deployment: z
      .strictObject({
        image: pinnedImage().describe('Image of the controller.'),
        replicas: z.int().min(1).max(10).default(1).describe('Pods of the controller.'),
        hostPorts: z
          .boolean()
          .default(true)
          .describe(
            'Listen on ports 80 and 443 of the node, as on a workstation; otherwise behind a load balancer.',
          ),
        resources: podResources(),
      })
      .optional()
      .describe('The controller. Omit if the cluster has one.'),
  })
  .prefault({})
  .describe('How requests enter the cluster.');

const operator = z
  .strictObject({
    image: pinnedImage().describe('Image of the operator; the same as the one of the app.'),
    replicas: z
      .int()
      .min(1)
      .max(3)
      .default(1)
      .describe('Pods of the operator; one is the leader, the others stand by.'),
    logLevel: z.enum(logLevels).default('info').describe('Log level of the operator.'),
    resources: podResources(),
  })
  .describe('The operator, in the namespace ahlt-system.');

const clusterSchema = z.strictObject({
  registry: z
    .strictObject({
      host: z
        .string()
        .max(253)
        .regex(
          /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/,
          'a host is required, with its port if it has one, such as registry.gitlab.local:5050',
        )
        .describe('Registry of the images.'),
      pullSecret: objectName()
        .optional()
        .describe(
          'Secret with its credentials, in each namespace. Omit if the registry needs none.',
        ),
    })
    .describe('The image registry.'),
  storage: z
    .strictObject({
      className: objectName()
        .optional()
        .describe('StorageClass of the volumes. Default: that of the cluster.'),
    })
    .prefault({})
    .describe('Storage of the volumes.'),
  network: z
    .strictObject({
      pods: z
        .array(network())
        .min(1)
        .max(8)
        .describe('Networks of the pods. Forwarding headers from there are trusted.'),
      apiServerPort: z
        .int()
        .min(1)
        .max(65_535)
        .default(6443)
        .describe('Port on which pods reach the API server once the Service is resolved.'),
    })
    .describe('The network of the cluster.'),
  postgres,
  backups,
  neo4j,
  ingress,
  operator,
});

/** The settings that the environments of a cluster share, with defaults. */
export type Cluster = z.output<typeof clusterSchema>;

type Resources = Cluster['operator']['resources'];

/** Where the cluster file sets resources of pods. */
const placements: readonly {
  readonly at: string;
  readonly resources: (cluster: Cluster) => Resources | undefined;
}[] = [
  { at: 'postgres.deployment', resources: ({ postgres }) => postgres.deployment?.resources },
  { at: 'postgres.cluster', resources: ({ postgres }) => postgres.cluster?.resources },
  { at: 'neo4j.deployment', resources: ({ neo4j }) => neo4j?.deployment?.resources },
  { at: 'ingress.deployment', resources: ({ ingress }) => ingress.deployment?.resources },
  { at: 'operator', resources: ({ operator }) => operator.resources },
];

/** Requests must not exceed limits, or the API server would refuse the pods. */
const resourceRules = placements.flatMap(({ at, resources }): FileRule<Cluster>[] =>
  [
    { kind: 'cpu' as const, amount: millicores },
    { kind: 'memory' as const, amount: bytes },
  ].map(({ kind, amount }) => ({
    field: `${at}.resources.requests.${kind}`,
    reads: [`${at}.resources.limits.${kind}`],
    message: `must be at most ${at}.resources.limits.${kind}`,
    holds: (cluster) => {
      const { requests, limits } = resources(cluster) ?? {};
      return !requests || !limits || amount(requests[kind]) <= amount(limits[kind]);
    },
  })),
);

const clusterDocument = documentType<Cluster>(clusterSchema, [...postgresRules, ...resourceRules]);

/** Parses environments/cluster.yaml: the cluster with defaults, or every problem with its field. */
export const parseCluster = (json: unknown): Parsed<Cluster> => check(clusterDocument, json);

/** JSON Schema of environments/cluster.yaml, for editors. */
export const clusterFileSchema = (): Schema => clusterDocument.json;
