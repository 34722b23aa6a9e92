/** API group of the custom resource; also the prefix of its annotations and of its finalizer. */
export const group = 'platform.ahlt.dev';

/** The only version: alpha, because fields may still be renamed. */
export const version = 'v1alpha1';

export const kind = 'AhltEnvironment';
export const plural = 'ahltenvironments';
export const singular = 'ahltenvironment';
export const shortName = 'ahlt';

/** `apiVersion` of the custom resource. */
export const apiVersion = `${group}/${version}` as const;

/** Namespace of the servers that environments share, and of the Secrets of external ones. */
export const infraNamespace = 'shared-infra';

/** Server that an environment uses unless it names another one of the platform's. */
export const mainServer = 'main';

/** The stages of environments; they decide which rules apply (`rules/stage.ts`). */
export const stages = ['dev', 'staging', 'prod'] as const;

/** Log levels of the app, most verbose first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** Impact of a migration, from none to data loss. */
export const grades = ['none', 'safe', 'locking', 'destructive'] as const;

/** Progress of an environment (column STEP). */
export const steps = [
  'Accept',
  'Database',
  'Plan',
  'Approval',
  'Backup',
  'Migrate',
  'Seed',
  'Resync',
  'RollOut',
  'Watching',
  'Suspended',
  'Deleting',
] as const;
export type Step = (typeof steps)[number];

/** Condition types; the first three have the meaning of kstatus, the others are one per step. */
export const conditionTypes = [
  'Ready',
  'Reconciling',
  'Stalled',
  'DatabaseReady',
  'BackedUp',
  'Migrated',
  'Seeded',
  'GraphSynced',
  'RolledOut',
  'Drifted',
] as const;
export type ConditionType = (typeof conditionTypes)[number];

/** Whether the graph matches the database (column GRAPH). */
export const graphStates = ['in sync', 'stale', 'off', 'unknown'] as const;
export type GraphState = (typeof graphStates)[number];
