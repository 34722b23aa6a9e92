import { z } from 'zod';
import {
  cronSchedule,
  databaseName,
  hostName,
  imageReference,
  mailSender,
  network,
  objectName,
  planHash,
  secretKey,
  serverHost,
  serverName,
  timeZone,
} from './formats.ts';
import { logLevels, mainServer, stages } from './names.ts';
import { pinnedSettings } from './pinned-settings.ts';
import { podResources } from './shared-fields.ts';

const database = z
  .strictObject({
    name: databaseName().describe(
      'Name of the database and of the role that owns it. The app connects as <name>_app. Cannot change.',
    ),
    server: serverName()
      .optional()
      .describe(
        'PostgreSQL server of the platform on which the operator creates the database and its two roles. Either this or urlSecretRef.',
      ),
    urlSecretRef: z
      .strictObject({
        name: objectName().describe('Name of the Secret in the namespace of the environment.'),
        key: secretKey().default('DATABASE_URL').describe('Key that holds the connection URL.'),
      })
      .optional()
      .describe(
        'Secret with the connection URL of your own database: the operator creates no role and no database. Either this or server.',
      ),
    poolMax: z.int().min(1).max(100).default(10).describe('Maximum connections of one pod.'),
  })
  .describe('Database of the environment.');

const graph = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe('Whether a graph is kept. Without it PostgreSQL answers graph queries.'),
    server: serverName().default(mainServer).describe('The Neo4j server of the platform.'),
  })
  .prefault({})
  .describe('The Neo4j projection.');

const seed = z
  .strictObject({
    profile: z
      .enum(['none', 'base', 'demo'])
      .default('base')
      .describe(
        'none leaves the database empty, base adds the ontology, roles and menu, demo also adds sample users and meetings.',
      ),
  })
  .prefault({})
  .describe('Content written after the migrations. Never overwrites changes by administrators.');

const migrations = z
  .strictObject({
    approval: z
      .enum(['automatic', 'manual'])
      .default('automatic')
      .describe('manual requires an approval of every plan, not only of destructive ones.'),
    allowDestructive: z
      .boolean()
      .default(false)
      .describe('Runs destructive migrations without an approval. Not allowed in prod.'),
    backup: z
      .enum(['never', 'destructive', 'always'])
      .default('destructive')
      .describe('Plans before which a backup is made and verified.'),
    backedUpPlan: planHash()
      .optional()
      .describe(
        'Hash of the plan for which you made and tested a backup. Only without spec.backups.',
      ),
    approvedPlan: planHash()
      .optional()
      .describe('Hash of the approved plan, as shown in its condition and in the merge request.'),
    deadlineSeconds: z
      .int()
      .min(5)
      .max(86_400)
      .default(600)
      .describe('Seconds after which a migration is stopped and marked failed.'),
  })
  .prefault({})
  .describe('How migrations run.');

const backups = z
  .strictObject({
    image: imageReference().describe(
      'Image with the PostgreSQL programs in the version of the server, for dumps and test restores.',
    ),
    claimName: objectName().describe(
      'PersistentVolumeClaim for the dumps, in the namespace of the environment.',
    ),
    keep: z
      .int()
      .min(1)
      .max(365)
      .default(14)
      .describe(
        'Dumps to keep, of those before plans and of the nightly ones each. The oldest is deleted after a new one is verified.',
      ),
    deadlineSeconds: z
      .int()
      .min(5)
      .max(86_400)
      .default(1_800)
      .describe('Seconds after which a backup is stopped and marked failed.'),
  })
  .describe(
    'Backups. Without it the operator makes none, and a plan that needs one waits for spec.migrations.backedUpPlan.',
  );

const resync = z
  .strictObject({
    schedule: cronSchedule()
      .optional()
      .describe('When to rebuild the graph: five cron fields. Without it only when needed.'),
    timeZone: timeZone().default('UTC').describe('IANA time zone of the schedule.'),
    afterSeed: z.boolean().default(true).describe('Rebuild the graph after the seed changed data.'),
    deadlineSeconds: z
      .int()
      .min(5)
      .max(86_400)
      .default(900)
      .describe('Seconds after which a rebuild is stopped and marked failed.'),
  })
  .prefault({})
  .describe('When the graph is rebuilt.');

const rollout = z
  .strictObject({
    deadlineSeconds: z
      .int()
      .min(5)
      .max(3600)
      .default(300)
      .describe('Seconds in which a new image must become available.'),
    rollback: z
      .boolean()
      .default(true)
      .describe(
        'Roll back to the last good image at the deadline, if it serves on the current schema.',
      ),
  })
  .prefault({})
  .describe('How a new image is rolled out.');

const session = z
  .strictObject({
    idleMinutes: z
      .int()
      .min(1)
      .max(1440)
      .default(15)
      .describe('Minutes of inactivity after which a session ends.'),
    idleMinutesAdmin: z
      .int()
      .min(1)
      .max(1440)
      .default(10)
      .describe('The same for administrators; never longer than idleMinutes.'),
    absoluteHours: z
      .int()
      .min(1)
      .max(168)
      .default(12)
      .describe('Maximum lifetime of a session in hours.'),
    cookieSecure: z
      .boolean()
      .default(true)
      .describe('Send the session cookie over HTTPS only. Can be false in dev only.'),
  })
  .prefault({})
  .describe('Limits of a session.');

const mail = z
  .strictObject({
    host: serverHost().describe('SMTP server that takes emails of the app.'),
    port: z.int().min(1).max(65_535).default(587).describe('Port of the SMTP server.'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe(
        'TLS to the SMTP server: starttls requires an upgrade (port 587), implicit starts with TLS (port 465), none is for a server inside the cluster and not allowed in prod.',
      ),
    from: mailSender().describe('Sender of emails: an address, or a name with <address>.'),
    credentialsSecret: objectName()
      .optional()
      .describe(
        'Secret with `username` and `password`, in the namespace of the environment. Default: no authentication.',
      ),
  })
  .describe('Notifications by email. Without it the app sends none.');

const webhooks = z
  .strictObject({
    ports: z
      .array(z.int().min(1).max(65_535))
      .min(1)
      .max(8)
      .default([443])
      .describe('Ports that the app may connect to, at any public address.'),
    networks: z
      .array(network())
      .max(16)
      .optional()
      .describe(
        'Private networks that it may connect to as well. The setting webhooks.private_addresses must name them too.',
      ),
  })
  .describe('Connections for webhooks. Without it the network policy lets none out.');

/** The specification of an environment. Input may omit fields with a default; output has them. */
export const environmentSpec = z
  .strictObject({
    image: imageReference().describe('Image of the app with a version tag or a digest.'),
    imagePullSecret: objectName()
      .optional()
      .describe(
        'Secret with the credentials of the registry, in the namespace of the environment.',
      ),
    stage: z
      .enum(stages)
      .describe('Purpose of the environment, which decides the rules that apply. Cannot change.'),
    host: hostName().describe('Public host name, served over HTTPS.'),
    tlsSecretName: objectName()
      .optional()
      .describe('Secret with the certificate of the host. Default: <name>-tls.'),
    ingressClassName: objectName().default('nginx').describe('IngressClass that serves the host.'),
    replicas: z.int().min(0).max(20).default(1).describe('Number of pods. At least 2 in prod.'),
    logLevel: z.enum(logLevels).default('info').describe('Log level of the app.'),
    resources: podResources(),
    database,
    graph,
    seed,
    migrations,
    backups: backups.optional(),
    resync,
    rollout,
    session,
    mail: mail.optional(),
    webhooks: webhooks.optional(),
    settings: pinnedSettings,
    trustProxy: z
      .array(network())
      .max(16)
      .optional()
      .describe('Networks whose forwarding headers are trusted: those of the ingress controller.'),
    suspend: z.boolean().default(false).describe('Stops everything except reporting.'),
    deletionPolicy: z
      .enum(['retain', 'delete'])
      .default('retain')
      .describe(
        'What happens to the database when the environment is deleted. prod always retains.',
      ),
  })
  .describe('Desired state of the environment.');

/** A specification with all defaults applied. */
export type AhltEnvironmentSpec = z.output<typeof environmentSpec>;

/** A specification as written by users. */
export type AhltEnvironmentSpecInput = z.input<typeof environmentSpec>;
