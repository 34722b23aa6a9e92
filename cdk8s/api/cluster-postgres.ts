import { z } from 'zod';
import type { FileRule } from './check.ts';
import { byteQuantity, cronSchedule, dnsLabel, imageReference, serverName } from './formats.ts';
import { mainServer } from './names.ts';
import { databaseServer, podResources } from './shared-fields.ts';

/** An image reference that identifies one build. */
export const pinnedImage = () =>
  imageReference().refine((reference) => !reference.endsWith(':latest'), {
    error: 'a version tag or a digest is required, "latest" can be another image on each pull',
  });

/** Volume and size of one of our own servers. */
export const placement = () => ({
  storage: byteQuantity().default('5Gi').describe('Size of the volume.'),
  resources: podResources(),
});

const maxConnections = () =>
  z
    .int()
    .min(20)
    .max(1000)
    .default(100)
    .describe('Maximum connections; the pools of all environments must fit.');

const archive = z
  .strictObject({
    destination: z
      .string()
      .max(500)
      .regex(
        /^s3:\/\/[a-z0-9][a-z0-9./_-]*$/,
        'a bucket and a path are required, such as s3://ahlt-backups/postgres',
      )
      .describe('Bucket and path of the write-ahead log and the base backups.'),
    endpoint: z
      .string()
      .max(300)
      .regex(
        /^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/,
        'an address is required, such as https://s3.example.org',
      )
      .optional()
      .describe('Address of the object store. Omit for Amazon S3.'),
    secretName: dnsLabel()
      .default('postgres-archive')
      .describe(
        'Secret in shared-infra with ACCESS_KEY_ID and ACCESS_SECRET_KEY of the object store.',
      ),
    retention: z
      .string()
      .max(8)
      .regex(/^[1-9][0-9]*[dwm]$/, 'days, weeks or months are required, such as 14d')
      .default('14d')
      .describe('How far back a point in time can be restored.'),
    schedule: cronSchedule()
      .default('0 2 * * *')
      .describe('When a base backup is taken: five cron fields, UTC.'),
  })
  .describe('Write-ahead log and base backups in an object store, by the Barman Cloud plugin.');

const cloudNativePg = z
  .strictObject({
    name: dnsLabel().default('postgres').describe('Name of the Cluster; its service is <name>-rw.'),
    image: pinnedImage().describe('Image of PostgreSQL made for CloudNativePG.'),
    instances: z
      .int()
      .min(1)
      .max(9)
      .default(3)
      .describe(
        'Servers: one primary, the others replicas. With three or more, each commit is on two.',
      ),
    ...placement(),
    maxConnections: maxConnections(),
    operatorNamespace: dnsLabel()
      .default('cnpg-system')
      .describe('Namespace of the CloudNativePG operator, which connects to the servers.'),
    archive: archive.optional(),
  })
  .describe('The Cluster of CloudNativePG in the namespace shared-infra.');

/** Possible sources of `postgres` in cluster.yaml. */
const engines = ['statefulset', 'cloudnative-pg', 'external'] as const;

/** The section `postgres` of cluster.yaml. */
export const postgres = z
  .strictObject({
    engine: z
      .enum(engines)
      .default('statefulset')
      .describe(
        'statefulset: one server (deployment). cloudnative-pg: several servers, run by that operator (cluster). external: servers that the platform does not run.',
      ),
    server: databaseServer()
      .optional()
      .describe('The server named main. cloudnative-pg creates its own.'),
    others: z
      .record(serverName(), databaseServer())
      .optional()
      .describe('Further external servers, by the name used in spec.database.server.'),
    deployment: z
      .strictObject({
        image: pinnedImage().describe('Image of PostgreSQL.'),
        ...placement(),
        maxConnections: maxConnections(),
      })
      .optional()
      .describe('The one server in the namespace shared-infra.'),
    cluster: cloudNativePg.optional(),
  })
  .describe('PostgreSQL, shared by the environments: each has a database and two roles.');

type Postgres = z.output<typeof postgres>;
export type CloudNativePg = NonNullable<Postgres['cluster']>;

/** Each engine requires its own section and excludes the others. */
export const postgresRules: readonly FileRule<{ readonly postgres: Postgres }>[] = [
  {
    field: 'postgres.server',
    reads: ['postgres.engine'],
    message: 'required unless engine is cloudnative-pg, which creates its own',
    holds: ({ postgres: { engine, server } }) =>
      (engine === 'cloudnative-pg') === (server === undefined),
  },
  {
    field: 'postgres.deployment',
    reads: ['postgres.engine'],
    message: 'required if engine is statefulset, otherwise not allowed',
    holds: ({ postgres: { engine, deployment } }) =>
      (engine === 'statefulset') === (deployment !== undefined),
  },
  {
    field: 'postgres.cluster',
    reads: ['postgres.engine'],
    message: 'required if engine is cloudnative-pg, otherwise not allowed',
    holds: ({ postgres: { engine, cluster } }) =>
      (engine === 'cloudnative-pg') === (cluster !== undefined),
  },
  {
    field: 'postgres.others',
    message: 'main is the name of postgres.server; another name is required',
    holds: ({ postgres: { others = {} } }) => !Object.hasOwn(others, mainServer),
  },
];
