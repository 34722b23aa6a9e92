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
      .describe('One word for why, stable for programs.'),
    message: z.string().max(32_768).describe('What happened, to what, and what to do next.'),
    lastTransitionTime: moment().describe('Since when the status is what it is.'),
    observedGeneration: count().optional().describe('Generation of the spec that the condition is about.'),
  })
  .describe('One thing that is known about the environment.');

const migrations = z
  .strictObject({
    current: migrationId().optional().describe('Last migration that ran.'),
    target: migrationId().optional().describe('Last migration that the image brings.'),
    planHash: short().optional().describe('Hash of what would run; the value to approve.'),
    grade: z.enum(grades).optional().describe('How much the plan can hurt.'),
    pending: z
      .array(
        z.strictObject({
          id: migrationId().describe('Number of the migration.'),
          grade: z.enum(grades).describe('How much it can hurt.'),
          effect: z.string().max(1024).describe('What it does, in words.'),
        }),
      )
      .max(200)
      .optional()
      .describe('Migrations that have not run yet.'),
  })
  .optional()
  .describe('What the ledger of migrations says.');

const workload = z
  .strictObject({
    image: z.string().max(512).optional().describe('Image that is running or being rolled out.'),
    lastGoodImage: z.string().max(512).optional().describe('Image that was last available; a rollback goes to it.'),
    schemaRange: z
      .strictObject({
        min: migrationId().describe('Oldest schema that the image serves on.'),
        max: migrationId().describe('Newest schema that the image serves on.'),
      })
      .optional()
      .describe('Schema versions that the last good image serves on.'),
    replicas: count().optional().describe('Pods that are wanted.'),
    availableReplicas: count().optional().describe('Pods that serve.'),
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
    message: z.string().max(4096).optional().describe('What it said.'),
  })
  .describe('One run of a command.');

/** What the operator reports. Everything is optional: a new resource has none of it. */
export const environmentStatus = z
  .strictObject({
    observedGeneration: count().optional().describe('Generation of the spec that the status is about.'),
    step: z.enum(steps).optional().describe('Where the environment is on its way.'),
    suspendedSince: moment().optional().describe('Since when the environment is suspended.'),
    unreadSince: moment()
      .optional()
      .describe('Since when the database has not been read; what the status says of it is from before. Absent while it is read.'),
    schema: migrationId().optional().describe('Schema version of the database.'),
    image: short().optional().describe('Version that serves, shortened for the list.'),
    graphState: z.enum(graphStates).optional().describe('Whether the graph shows what the database holds.'),
    conditions: z
      .array(condition)
      .max(16)
      .optional()
      .describe('What is known, with reason, message and since when.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] }),
    migrations,
    seed: z
      .strictObject({
        profile: short().optional().describe('Profile that was seeded.'),
        digest: short().optional().describe('Digest of the content that was seeded.'),
        at: moment().optional().describe('When it was seeded.'),
      })
      .optional()
      .describe('What the ledger of seeds says.'),
    graph: z
      .strictObject({
        nodes: count().optional().describe('Nodes in the graph.'),
        relationships: count().optional().describe('Relationships in the graph.'),
        syncedAt: moment().optional().describe('When the graph was last rebuilt and compared.'),
        digest: short().optional().describe('Digest over both, equal to that of the database.'),
      })
      .optional()
      .describe('What the last resync counted.'),
    workload,
    requestedAt: short().optional().describe('Last manual request (annotation platform.ahlt.dev/requestedAt) that was carried out.'),
    nextResyncAt: moment().optional().describe('When the schedule rebuilds the graph next.'),
    credentialsRotatedFor: short()
      .optional()
      .describe('Last request to rotate the connection secrets (annotation platform.ahlt.dev/rotate) that was carried out.'),
    runs: z.array(run).max(10).optional().describe('The last ten runs, newest first.').meta({ 'x-kubernetes-list-type': 'atomic' }),
  })
  .describe('Where the environment stands, as the operator saw it last.');

export type AhltEnvironmentStatus = z.output<typeof environmentStatus>;
export type Condition = z.output<typeof condition>;
