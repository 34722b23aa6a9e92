import {
  type AhltEnvironmentSpecInput,
  type Connections,
  environmentSpec,
} from '#cdk8s/api/index.ts';
import { planKey } from './facts.ts';
import { planHash, revisionKey, runKey } from './keys.ts';
import type {
  AppliedMigration,
  CommandRun,
  DatabaseState,
  Desired,
  Ledger,
  Observed,
  Reachable,
  Revision,
  WorkloadState,
} from './types.ts';

// Builders for tests of the plan: desired and observed state, with overrides.

export const noon = Date.parse('2026-11-24T12:00:00Z');
export const image = 'registry.example/ahlt/im-ctrl:1.4.0';

const secret = (name: string) => ({ name, namespace: 'shared-infra' });

/** The servers that environments of these tests refer to. */
const connections: Connections = {
  database: {
    host: 'postgres.example',
    port: 5432,
    sslMode: 'verify-full',
    adminSecretRef: secret('postgres-admin'),
  },
  graph: { uri: 'bolt://graph.example:7687', secretRef: secret('neo4j-auth') },
};

export function desired({
  spec = {},
  ...facts
}: Partial<Omit<Desired, 'spec'>> & { spec?: Partial<AhltEnvironmentSpecInput> } = {}): Desired {
  const whole = environmentSpec.parse({
    image,
    stage: 'dev',
    host: 'dev.local',
    database: { name: 'ahlt_dev', server: 'main' },
    migrations: { backup: 'never' },
    ...spec,
  });
  const usual = {
    name: 'dev',
    namespace: 'ahlt-dev',
    generation: 1,
    createdAt: noon - 3_600_000,
    problems: [],
    connections,
  };
  return { ...usual, ...facts, spec: whole };
}

export interface MigrationWords {
  readonly id: string;
  readonly grade?: 'safe' | 'locking' | 'destructive';
  readonly effect?: string;
}

const migration = ({ id, grade = 'safe', effect = 'adds a table' }: MigrationWords) => ({
  id,
  name: `step_${id}`,
  checksum: `checksum-${id}`,
  grade,
  effect,
  statements: [{ sql: 'select 1', grade, effect }],
});

/** Output of `migrate --plan`. */
export function planDocument(
  current: string | null,
  pending: readonly MigrationWords[],
  schemaRange = { min: '0001', max: '0009' },
) {
  const migrations = pending.map(migration);
  const grades = migrations.map(({ grade }) => grade);
  const grade =
    (['destructive', 'locking', 'safe'] as const).find((one) => grades.includes(one)) ?? 'none';
  return {
    current,
    target: migrations.at(-1)?.id ?? current,
    pending: migrations,
    grade,
    hash: planHash(migrations),
    schemaRange,
  };
}

const applied = (...ids: string[]): AppliedMigration[] =>
  ids.map((id) => ({ id, name: `step_${id}`, checksum: `checksum-${id}`, at: noon - 60_000 }));

export const ledger = (overrides: Partial<Ledger> = {}): Ledger => ({
  migrations: applied('0001', '0002'),
  seed: { profile: 'base', digest: 'sha256:seed', at: noon - 50_000 },
  ...overrides,
});

/** Observations of a database that responds; for any other see `unread`. */
export const observed = (overrides: Partial<Reachable> = {}): Reachable => ({
  now: noon,
  database: { state: 'ready', ledger: ledger() },
  runs: [],
  workload: { replicas: 0, availableReplicas: 0, complete: false, problems: [] },
  secretChecksum: 'secrets',
  acknowledged: {},
  retry: { baseSeconds: 5, maxSeconds: 600 },
  before: {},
  ...overrides,
});

/** The same with a database that cannot be read. */
export function unread(
  have: Observed,
  database: DatabaseState,
  overrides: Partial<Observed> = {},
): Observed {
  return { ...have, database, ...overrides };
}

/** The same without connection Secrets, which do not exist yet. */
export function withoutSecrets({ secretChecksum: _, ...have }: Observed): Observed {
  return { ...have, database: { state: 'absent', missing: ['Secret ahlt-dev-secret'] } };
}

export const run = (
  overrides: Partial<CommandRun> & Pick<CommandRun, 'command' | 'key'>,
): CommandRun => ({
  id: `ahlt-dev-${overrides.command}-${overrides.key}-${overrides.attempt ?? 1}`,
  image,
  attempt: 1,
  state: 'succeeded',
  startedAt: noon - 20_000,
  ...(overrides.state === 'running' ? {} : { finishedAt: noon - 10_000 }),
  ...overrides,
});

/** The image's response that fits the desired and observed state. */
export function planRun(
  want: Desired,
  have: Reachable,
  current: string | null,
  pending: readonly MigrationWords[] = [],
  range?: { min: string; max: string },
): CommandRun {
  const before = have.database.ledger.migrations.filter(
    ({ id }) => current !== null && id <= current,
  );
  return run({
    command: 'plan',
    key: planKey(want, have, before),
    result: planDocument(current, pending, range),
  });
}

export const seedRun = (
  want: Desired,
  have: Reachable,
  overrides: Partial<CommandRun> = {},
): CommandRun =>
  run({
    command: 'seed',
    key: runKey(
      'seed',
      want.spec.image,
      want.spec.seed.profile,
      want.requestedAt,
      have.secretChecksum,
    ),
    result: { profile: want.spec.seed.profile, digest: 'sha256:seed' },
    ...overrides,
  });

export const revision = (want: Desired, range = { min: '0001', max: '0009' }): Revision => ({
  key: revisionKey(want.spec),
  image: want.spec.image,
  spec: want.spec,
  schemaRange: range,
});

export const serving = (want: Desired, overrides: Partial<WorkloadState> = {}): WorkloadState => ({
  current: revision(want),
  lastGood: revision(want),
  rolledOutAt: noon - 600_000,
  replicas: 1,
  availableReplicas: 1,
  complete: true,
  problems: [],
  ...overrides,
});

/** A settled environment. */
export function settled(want: Desired = desired(), overrides: Partial<Reachable> = {}): Reachable {
  const have = observed({ workload: serving(want), ...overrides });
  return {
    ...have,
    runs: [planRun(want, have, '0002'), seedRun(want, have), ...(overrides.runs ?? [])],
  };
}

const droppedColumn = {
  id: '0003',
  grade: 'destructive',
  effect: 'drops column relations.weight',
} as const;

/** The image reported these as pending on top of 0002. */
export function pending(
  want: Desired,
  grade: 'safe' | 'destructive',
  overrides: Partial<Reachable> = {},
): Reachable {
  const older = desired({ spec: { ...want.spec, image: 'registry.example/ahlt/im-ctrl:1.3.2' } });
  const have = observed({ workload: serving(older), ...overrides });
  const words = grade === 'safe' ? { id: '0003', grade, effect: 'adds a table' } : droppedColumn;
  return { ...have, runs: [planRun(want, have, '0002', [words]), ...(overrides.runs ?? [])] };
}

/** Hash of the plan of `pending` with grade destructive. */
export const destructiveHash = planDocument('0002', [droppedColumn]).hash;
