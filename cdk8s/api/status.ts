import { z } from 'zod';
import { moment } from './formats.ts';
import { conditionTypes, grades, graphStates, steps } from './names.ts';

const short = () => z.string().max(256);
const count = () => z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const migrationId = () => z.string().max(64);

const condition = z
  .strictObject({
    type: z.enum(conditionTypes).describe('What the condition is about.'),
    status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
    reason: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/)
      .describe('Stable reason for programs, in one word.'),
    message: z.string().max(32_768).describe('What happened, to what, and what to do next.'),
    lastTransitionTime: moment().describe('When the status last changed.'),
    observedGeneration: count()
      .optional()
      .describe('Generation of the spec that the condition is about.'),
  })
  .describe('One condition of the environment.');

const migrations = z
  .strictObject({
    current: migrationId().optional().describe('Last migration that ran.'),
    target: migrationId().optional().describe('Last migration of the image.'),
    planHash: short().optional().describe('Hash of the pending migrations; the value to approve.'),
    grade: z.enum(grades).optional().describe('Grade of the plan.'),
    pending: z
      .array(
        z.strictObject({
          id: migrationId().describe('Number of the migration.'),
          grade: z.enum(grades).describe('Grade of the migration.'),
          effect: z.string().max(1024).describe('What it does, in words.'),
        }),
      )
      .max(200)
      .optional()
      .describe('Pending migrations.'),
  })
  .optional()
  .describe('State of the migrations.');

const workload = z
  .strictObject({
    image: z.string().max(512).optional().describe('Image that is running or being rolled out.'),
    lastGoodImage: z
      .string()
      .max(512)
      .optional()
      .describe('Last image that was available; the target of a rollback.'),
    schemaRange: z
      .strictObject({
        min: migrationId().describe('Oldest schema that the image serves on.'),
        max: migrationId().describe('Newest schema that the image serves on.'),
      })
      .optional()
      .describe('Schema range of the last good image.'),
    replicas: count().optional().describe('Desired pods.'),
    availableReplicas: count().optional().describe('Available pods.'),
  })
  .optional()
  .describe('What runs.');

const run = z
  .strictObject({
    command: short().describe('Command of the app.'),
    image: z.string().max(512).describe('Image it ran from.'),
    startedAt: moment().describe('When it began.'),
    finishedAt: moment().optional().describe('When it ended.'),
    outcome: short().optional().describe('How it ended.'),
    message: z.string().max(4096).optional().describe('Its output.'),
  })
  .describe('One run of a command.');

/** The report of the operator. Everything is optional: a new resource has none of it. */
export const environmentStatus = z
  .strictObject({
    observedGeneration: count()
      .optional()
      .describe('Generation of the spec that the status is about.'),
    step: z.enum(steps).optional().describe('Current step.'),
    suspendedSince: moment().optional().describe('When the environment was suspended.'),
    unreadSince: moment()
      .optional()
      .describe(
        'Since when the database cannot be read; its part of the status is older. Absent while it is read.',
      ),
    schema: migrationId().optional().describe('Schema version of the database.'),
    image: short().optional().describe('Running version, shortened for the list.'),
    graphState: z.enum(graphStates).optional().describe('Whether the graph equals the database.'),
    conditions: z
      .array(condition)
      .max(16)
      .optional()
      .describe('Conditions with reason, message and time of the last change.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] }),
    migrations,
    seed: z
      .strictObject({
        profile: short().optional().describe('Seed profile.'),
        digest: short().optional().describe('Digest of the content that was seeded.'),
        at: moment().optional().describe('When it was seeded.'),
      })
      .optional()
      .describe('State of the seed.'),
    graph: z
      .strictObject({
        nodes: count().optional().describe('Nodes in the graph.'),
        relationships: count().optional().describe('Relationships in the graph.'),
        syncedAt: moment().optional().describe('When the graph was last rebuilt and compared.'),
        digest: short().optional().describe('Digest over both, equal to that of the database.'),
      })
      .optional()
      .describe('Result of the last resync.'),
    workload,
    requestedAt: short()
      .optional()
      .describe('Last manual request (annotation platform.ahlt.dev/requestedAt) that was handled.'),
    nextResyncAt: moment().optional().describe('Next scheduled rebuild of the graph.'),
    credentialsRotatedFor: short()
      .optional()
      .describe(
        'Last request to rotate the connection secrets (annotation platform.ahlt.dev/rotate) that was handled.',
      ),
    runs: z
      .array(run)
      .max(10)
      .optional()
      .describe('The last ten runs, newest first.')
      .meta({ 'x-kubernetes-list-type': 'atomic' }),
  })
  .describe('Observed state of the environment.');

export type AhltEnvironmentStatus = z.output<typeof environmentStatus>;
export type Condition = z.output<typeof condition>;
