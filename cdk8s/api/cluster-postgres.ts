import { z } from 'zod';
import type { FileRule } from './check.ts';
import { byteQuantity, cronSchedule, dnsLabel, imageReference, serverName } from './formats.ts';
import { mainServer } from './names.ts';
import { databaseServer, podResources } from './shared-fields.ts';

/** An image that says which build it is. */
export const pinnedImage = () =>
  imageReference().refine((reference) => !reference.endsWith(':latest'), {
    error: 'a version tag or a digest is needed, "latest" can be another image on each pull',
  });

/** Volume and size of a server of ours. */
export const placement = () => ({
  storage: byteQuantity().default('5Gi').describe('Size of the volume.'),
  resources: podResources(),
});

const maxConnections = () =>
  z.int().min(20).max(1000).default(100).describe('Connections the server takes; the pools of all environments must fit in.');

const archive = z
  .strictObject({
    destination: z
      .string()
      .max(500)
      .regex(/^s3:\/\/[a-z0-9][a-z0-9./_-]*$/, 'a bucket and a path are needed, such as s3://ahlt-backups/postgres')
      .describe('Bucket and path that the write-ahead log and the base backups go to.'),
    endpoint: z
      .string()
      .max(300)
      .regex(/^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/, 'an address is needed, such as https://s3.example.org')
      .optional()
      .describe('Address of the object store. Left out for Amazon S3.'),
    secretName: dnsLabel()
      .default('postgres-archive')
      .describe('Secret in shared-infra with ACCESS_KEY_ID and ACCESS_SECRET_KEY of the object store.'),
    retention: z
      .string()
      .max(8)
      .regex(/^[1-9][0-9]*[dwm]$/, 'days, weeks or months are needed, such as 14d')
      .default('14d')
      .describe('How far back a point in time can be restored.'),
    schedule: cronSchedule().default('0 2 * * *').describe('When a base backup is taken: five cron fields, UTC.'),
  })
  .describe('Write-ahead log and base backups in an object store, by the Barman Cloud plugin.');

const cloudNativePg = z
  .strictObject({
    name: dnsLabel().default('postgres').describe('Name of the Cluster; its service is <name>-rw.'),
    image: pinnedImage().describe('Image of PostgreSQL made for CloudNativePG.'),
    instances: z.int().min(1).max(9).default(3).describe('Servers: one writes, the others follow. From three on each commit is on two.'),
    ...placement(),
    maxConnections: maxConnections(),
    operatorNamespace: dnsLabel()
      .default('cnpg-system')
      .describe('Namespace of the CloudNativePG operator, which has to reach the servers.'),
    archive: archive.optional(),
  })
  .describe('The Cluster of CloudNativePG in the namespace shared-infra.');

/** Where `postgres` of cluster.yaml may come from. */
const engines = ['statefulset', 'cloudnative-pg', 'external'] as const;

/** The section `postgres` of cluster.yaml. */
export const postgres = z
  .strictObject({
    engine: z
      .enum(engines)
      .default('statefulset')
      .describe(
        'statefulset: one server of ours (deployment). cloudnative-pg: several, by that operator (cluster). external: somebody else’s.',
      ),
    server: databaseServer().optional().describe('The server called main. cloudnative-pg makes its own.'),
    others: z
      .record(serverName(), databaseServer())
      .optional()
      .describe('Further servers of somebody else, by the name that spec.database.server says.'),
    deployment: z
      .strictObject({ image: pinnedImage().describe('Image of PostgreSQL.'), ...placement(), maxConnections: maxConnections() })
      .optional()
      .describe('The one server in the namespace shared-infra.'),
    cluster: cloudNativePg.optional(),
  })
  .describe('PostgreSQL, shared by the environments: a database and two roles for each.');

type Postgres = z.output<typeof postgres>;
export type CloudNativePg = NonNullable<Postgres['cluster']>;

/** Each engine has its own section, and only that. */
export const postgresRules: readonly FileRule<{ readonly postgres: Postgres }>[] = [
  {
    field: 'postgres.server',
    reads: ['postgres.engine'],
    message: 'needed unless engine is cloudnative-pg, which makes its own',
    holds: ({ postgres: { engine, server } }) => (engine === 'cloudnative-pg') === (server === undefined),
  },
  {
    field: 'postgres.deployment',
    reads: ['postgres.engine'],
    message: 'needed when engine is statefulset, and only then',
    holds: ({ postgres: { engine, deployment } }) => (engine === 'statefulset') === (deployment !== undefined),
  },
  {
    field: 'postgres.cluster',
    reads: ['postgres.engine'],
    message: 'needed when engine is cloudnative-pg, and only then',
    holds: ({ postgres: { engine, cluster } }) => (engine === 'cloudnative-pg') === (cluster !== undefined),
  },
  {
    field: 'postgres.others',
    message: 'main is the name of postgres.server; another name is needed',
    holds: ({ postgres: { others = {} } }) => !Object.hasOwn(others, mainServer),
  },
];
