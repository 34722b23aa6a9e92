import { z } from 'zod';
import {
  cronSchedule,
  databaseName,
  hostName,
  imageReference,
  network,
  objectName,
  planHash,
  secretKey,
  serverName,
  timeZone,
} from './formats.ts';
import { logLevels, mainServer, stages } from './names.ts';
import { pinnedSettings } from './pinned-settings.ts';
import { podResources } from './shared-fields.ts';

const database = z
  .strictObject({
    name: databaseName().describe('Name of the database and of the role that owns it; the app connects as <name>_app. Never changes.'),
    server: serverName()
      .optional()
      .describe(
        'The PostgreSQL server of the platform on which the operator makes the database and its two roles. Either this or urlSecretRef.',
      ),
    urlSecretRef: z
      .strictObject({
        name: objectName().describe('Name of the Secret in the namespace of the environment.'),
        key: secretKey().default('DATABASE_URL').describe('Key that holds the connection URL.'),
      })
      .optional()
      .describe(
        'Secret with the connection URL of a database of your own: the operator creates no role and no database. Either this or server.',
      ),
    poolMax: z.int().min(1).max(100).default(10).describe('Connections that one pod opens at most.'),
  })
  .describe('Where the environment keeps its data.');

const graph = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether the graph follows the database. Without it PostgreSQL answers graph questions.'),
    server: serverName().default(mainServer).describe('The Neo4j server of the platform.'),
  })
  .prefault({})
  .describe('The Neo4j projection.');

const seed = z
  .strictObject({
    profile: z
      .enum(['none', 'base', 'demo'])
      .default('base')
      .describe('none leaves the database empty, base brings the ontology, roles and menu, demo adds invented people and meetings.'),
  })
  .prefault({})
  .describe('Content that is put in after the migrations; never overwrites what an administrator changed.');

const migrations = z
  .strictObject({
    approval: z
      .enum(['automatic', 'manual'])
      .default('automatic')
      .describe('manual makes every plan wait for an approval, not only destructive ones.'),
    allowDestructive: z.boolean().default(false).describe('Lets destructive migrations run without an approval. Refused in prod.'),
    backup: z
      .enum(['never', 'destructive', 'always'])
      .default('destructive')
      .describe('Before which plans a backup is taken and verified.'),
    backedUpPlan: planHash()
      .optional()
      .describe('Hash of the plan for which somebody has made a backup and tried it, where the operator makes none (spec.backups).'),
    approvedPlan: planHash()
      .optional()
      .describe('Hash of the plan that may run although it waits for approval, as its condition and the merge request show it.'),
    deadlineSeconds: z.int().min(5).max(86_400).default(600).describe('Seconds after which a migration is stopped and counts as failed.'),
  })
  .prefault({})
  .describe('How the schema moves forward.');

const backups = z
  .strictObject({
    image: imageReference().describe('Image with the programs of PostgreSQL, of the version of the server: they dump, and try the dump.'),
    claimName: objectName().describe('PersistentVolumeClaim in the namespace of the environment that the dumps are kept in.'),
    keep: z
      .int()
      .min(1)
      .max(365)
      .default(14)
      .describe('Dumps that stay, of those before plans and of the nightly ones each; the oldest goes when a new one was tried.'),
    deadlineSeconds: z.int().min(5).max(86_400).default(1_800).describe('Seconds after which a backup is stopped and counts as failed.'),
  })
  .describe('Where backups go. Without it the operator makes none, and a plan that needs one waits until somebody says that there is one.');

const resync = z
  .strictObject({
    schedule: cronSchedule()
      .optional()
      .describe('When the graph is rebuilt from the database: five cron fields. Without it only when needed.'),
    timeZone: timeZone().default('UTC').describe('IANA time zone of the schedule.'),
    afterSeed: z.boolean().default(true).describe('Rebuild the graph when the seed changed something.'),
    deadlineSeconds: z.int().min(5).max(86_400).default(900).describe('Seconds after which a rebuild is stopped and counts as failed.'),
  })
  .prefault({})
  .describe('When the graph is rebuilt.');

const rollout = z
  .strictObject({
    deadlineSeconds: z.int().min(5).max(3600).default(300).describe('Seconds that a new image has to become available.'),
    rollback: z.boolean().default(true).describe('Go back to the last good image at the deadline, if it runs on the present schema.'),
  })
  .prefault({})
  .describe('How a new image is brought in.');

const session = z
  .strictObject({
    idleMinutes: z.int().min(1).max(1440).default(15).describe('Minutes without a request after which a session ends.'),
    idleMinutesAdmin: z.int().min(1).max(1440).default(10).describe('The same for administrators; never longer than idleMinutes.'),
    absoluteHours: z.int().min(1).max(168).default(12).describe('Hours after which a session ends in any case.'),
    cookieSecure: z.boolean().default(true).describe('Send the session cookie over HTTPS only. May be false in dev only.'),
  })
  .prefault({})
  .describe('Limits of a session.');

/** The specification of an environment. Input may leave out what has a default; output has it. */
export const environmentSpec = z
  .strictObject({
    image: imageReference().describe('Image of the app with a version tag or a digest.'),
    imagePullSecret: objectName().optional().describe('Secret with the credentials of the registry, in the namespace of the environment.'),
    stage: z.enum(stages).describe('What the environment is for; decides which rules apply. Never changes.'),
    host: hostName().describe('Public host name, served over HTTPS.'),
    tlsSecretName: objectName().optional().describe('Secret with the certificate of the host. Without it <name>-tls.'),
    ingressClassName: objectName().default('nginx').describe('IngressClass that serves the host.'),
    replicas: z.int().min(0).max(20).default(1).describe('Pods that serve at the same time. At least 2 in prod.'),
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
    settings: pinnedSettings,
    trustProxy: z
      .array(network())
      .max(16)
      .optional()
      .describe('Networks whose forwarding headers are believed: those of the ingress controller.'),
    suspend: z.boolean().default(false).describe('Stops everything except reporting.'),
    deletionPolicy: z
      .enum(['retain', 'delete'])
      .default('retain')
      .describe('What happens to the database when the environment is deleted. prod always retains.'),
  })
  .describe('What the environment shall be.');

/** A specification with every default in place. */
export type AhltEnvironmentSpec = z.output<typeof environmentSpec>;

/** A specification as a person writes it. */
export type AhltEnvironmentSpecInput = z.input<typeof environmentSpec>;
