import { runKey } from './keys.ts';
import {
  desired,
  destructiveHash,
  ledger,
  type MigrationWords,
  noon,
  observed,
  pending,
  planDocument,
  planRun,
  revision,
  run,
  seedRun,
  serving,
  settled,
  unread,
  withoutSecrets,
} from './plan.fixture.ts';
import type { CommandRun, Desired, Observed, Reachable, WorkloadState } from './types.ts';

// Environments in each situation with desired and observed state, in the order of the steps.

const wish = desired();
const newer = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.1' } });
const older = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.3.2' } });
const graph = desired({ spec: { graph: { enabled: true, server: 'main' } } });
const approved = desired({
  approvedPlan: destructiveHash,
  spec: { migrations: { backup: 'destructive' } },
});
const backups = { image: 'registry.example/postgres:17.10', claimName: 'backups' };
const backedUp = desired({
  approvedPlan: destructiveHash,
  spec: { migrations: { backup: 'destructive' }, backups },
});
const never = desired({ spec: { seed: { profile: 'none' } } });

const empty = observed({ database: { state: 'ready', ledger: { migrations: [] } } });
const blocked = {
  state: 'blocked',
  reason: 'Unreachable',
  message: 'postgres.example:5432: ECONNREFUSED',
} as const;
const wrong = {
  state: 'blocked',
  reason: 'PasswordChanged',
  message: 'The Secret has another password',
} as const;
const before = {
  schema: '0002',
  seed: 'base',
  syncedAt: noon - 60_000,
  unreadSince: noon - 90_500,
};

/** The plan of these migrations waits on top of 0002. */
function waits(
  want: Desired,
  migrations: readonly MigrationWords[],
  workload = serving(older),
): Reachable {
  const have = observed({ workload });
  return { ...have, runs: [planRun(want, have, '0002', migrations)] };
}

const backupKey = runKey(
  'backup',
  backups.image,
  backups.claimName,
  destructiveHash,
  '0002',
  undefined,
  'secrets',
);
const backup = (overrides: Partial<CommandRun> = {}) =>
  run({
    ...{ command: 'backup', key: backupKey },
    result: { file: 'plan-0123.dump', bytes: 3_145_728, tables: 31, schema: '0002' },
    ...overrides,
  });

const planning = (overrides: Partial<CommandRun>) =>
  observed({ runs: [{ ...planRun(wish, observed(), '0002'), ...overrides }] });

const safe = { id: '0003', grade: 'safe', effect: 'adds a table' } as const;
const migrating = (overrides: Partial<CommandRun> = {}) =>
  run({
    ...{ command: 'migrate', image: wish.spec.image, result: {} },
    key: runKey(
      'migrate',
      wish.spec.image,
      planDocument('0002', [safe]).hash,
      '0002',
      undefined,
      'secrets',
    ),
    ...overrides,
  });

const seeding = (overrides: Partial<CommandRun>): Reachable => {
  const have = observed({
    database: { state: 'ready', ledger: { migrations: ledger().migrations } },
  });
  return { ...have, runs: [planRun(wish, have, '0002'), seedRun(wish, have, overrides)] };
};

const sync = {
  nodes: 1,
  relationships: 2,
  digest: 'sha256:graph',
  startedAt: noon - 40_000,
  finishedAt: noon - 30_000,
};
const withGraph = (resync: object | undefined, facts: Partial<Reachable> = {}) =>
  settled(graph, {
    ...{ graphSecret: 'present' as const },
    database: { state: 'ready', ledger: ledger(resync ? { resync: { ...sync, ...resync } } : {}) },
    ...facts,
  });
const changedKey = `changed ${noon - 50_000}`;
const resyncing = (overrides: Partial<CommandRun>, key = changedKey) =>
  run({
    command: 'resync',
    key: runKey('resync', key, graph.spec.image, 'secrets'),
    result: {},
    ...overrides,
  });

const rolling = (
  want: Desired,
  workload: Partial<WorkloadState>,
  range?: { min: string; max: string },
): Reachable => {
  const have = settled(want, {
    workload: serving(want, { complete: false, availableReplicas: 0, ...workload }),
  });
  return range
    ? { ...have, runs: [planRun(want, have, '0002', [], range), ...have.runs.slice(1)] }
    : have;
};
const outdated = { ...revision(older), schemaRange: { min: '0001', max: '0001' } };
const { schemaRange: _, ...unranged } = revision(older);

/** Name, desired state, observed state. */
export const situations: readonly [string, Desired, Observed][] = [
  [
    'a spec that breaks two rules',
    desired({ problems: ['spec.replicas 1: prod needs 2', 'spec.host: missing'] }),
    observed(),
  ],
  ['suspended a moment ago', desired({ spec: { suspend: true } }), settled()],
  [
    'suspended for a while',
    desired({ spec: { suspend: true } }),
    { ...settled(), before: { suspendedSince: noon - 60_500 } },
  ],

  ['a database that was not read', wish, unread(observed(), { state: 'unseen' })],
  ['nothing is there', wish, withoutSecrets(observed())],
  [
    'two things are missing',
    wish,
    unread(observed(), { state: 'absent', missing: ['role dev', 'database dev'] }),
  ],
  [
    'the Secrets alone are missing',
    wish,
    (({ secretChecksum: _gone, ...have }) => have)(observed()),
  ],
  ['a database that does not answer', wish, unread(settled(), blocked)],
  ['… for a minute', wish, unread(settled(), blocked, { databaseFailingSince: noon - 18_000 })],
  ['… for an hour', wish, unread(settled(), blocked, { databaseFailingSince: noon - 3_600_000 })],
  [
    '… and was read before',
    graph,
    unread(settled(graph), blocked, { before: { database: before } }),
  ],
  [
    '… and was read as empty before',
    graph,
    unread(settled(graph), blocked, { before: { database: { schema: null } } }),
  ],
  [
    '… and the spec asks for no change',
    never,
    unread(settled(never), blocked, { before: { database: before } }),
  ],
  ['… after a backup', backedUp, unread(settled(backedUp, { runs: [backup()] }), blocked)],
  ['another password in the Secret', wish, unread(settled(), wrong)],
  ['… and a request for new ones', desired({ rotate: 'a' }), unread(settled(), wrong)],
  [
    '… that was answered',
    desired({ rotate: 'a' }),
    unread(settled(), wrong, { acknowledged: { rotate: 'a' } }),
  ],
  ['a request for new passwords', desired({ rotate: 'a' }), settled()],
  [
    'a database of its own',
    desired({
      connections: {},
      spec: { database: { name: 'own', urlSecretRef: { name: 'own-url' } } },
    }),
    settled(
      desired({
        connections: {},
        spec: { database: { name: 'own', urlSecretRef: { name: 'own-url' } } },
      }),
    ),
  ],

  ['an image that was not asked', wish, observed()],
  ['a plan is asked for', wish, planning({ state: 'running' })],
  [
    'its image cannot be pulled',
    wish,
    planning({ state: 'running', waiting: { reason: 'ErrImagePull', message: 'no such tag' } }),
  ],
  [
    '… without a known reason',
    wish,
    planning({ state: 'running', waiting: { reason: 'ErrImagePull', message: '' } }),
  ],
  [
    'the plan failed for good',
    wish,
    planning({
      state: 'failed',
      failure: { code: 'migration_edited', exitCode: 1, message: '0002 was edited' },
    }),
  ],
  [
    '… with a wrong command line',
    wish,
    planning({ state: 'failed', failure: { exitCode: 2, message: 'no such option' } }),
  ],
  [
    '… for now',
    wish,
    planning({ state: 'failed', failure: { exitCode: 3, message: 'the database is starting' } }),
  ],
  [
    '… and is tried again',
    wish,
    planning({ state: 'failed', startedAt: 0, finishedAt: 0, failure: { message: 'lost' } }),
  ],
  [
    'an answer that cannot be read',
    wish,
    planning({ state: 'unread', failure: { code: 'ResultLost', message: 'its pod is gone' } }),
  ],
  [
    'an image for older schemas',
    wish,
    { ...observed(), runs: [planRun(wish, observed(), '0002', [], { min: '0001', max: '0001' })] },
  ],
  [
    'an empty database and an image without migrations',
    wish,
    { ...empty, runs: [planRun(wish, empty, null)] },
  ],
  [
    'an empty database',
    wish,
    { ...empty, runs: [planRun(wish, empty, null, [{ id: '0001' }, { id: '0002' }])] },
  ],

  ['a plan that loses data', wish, pending(wish, 'destructive')],
  [
    '… where a backup comes first',
    desired({ spec: { migrations: { backup: 'always' } } }),
    pending(desired({ spec: { migrations: { backup: 'always' } } }), 'destructive'),
  ],
  [
    '… and can be made',
    desired({ spec: { migrations: { backup: 'always' }, backups } }),
    pending(desired({ spec: { migrations: { backup: 'always' }, backups } }), 'destructive'),
  ],
  [
    '… where nothing runs',
    wish,
    waits(
      wish,
      [{ id: '0003', grade: 'destructive', effect: 'drops table tor' }],
      observed().workload,
    ),
  ],
  [
    '… by three of four migrations',
    wish,
    waits(wish, [
      { id: '0003' },
      { id: '0004', grade: 'destructive', effect: '' },
      { id: '0005', grade: 'destructive' },
      { id: '0006', grade: 'destructive' },
    ]),
  ],
  [
    '… approved for another plan',
    desired({ approvedPlan: `sha256:${'0'.repeat(64)}` }),
    pending(wish, 'destructive'),
  ],
  [
    'a safe plan where every plan waits',
    desired({ spec: { migrations: { approval: 'manual', backup: 'never' } } }),
    waits(wish, [safe]),
  ],

  ['approved, without a place for backups', approved, pending(approved, 'destructive')],
  [
    '… on a cluster of CloudNativePG',
    desired({
      ...{ approvedPlan: destructiveHash, spec: { migrations: { backup: 'destructive' } } },
      connections: {
        database: {
          ...wish.connections.database,
          clusterRef: { name: 'main', namespace: 'pg' },
        } as never,
      },
    }),
    pending(approved, 'destructive'),
  ],
  ['a backup is due', backedUp, pending(backedUp, 'destructive')],
  [
    'a backup runs',
    backedUp,
    pending(backedUp, 'destructive', { runs: [backup({ state: 'running' })] }),
  ],
  [
    'a backup failed',
    backedUp,
    pending(backedUp, 'destructive', {
      runs: [backup({ state: 'failed', failure: { message: 'disk full' } })],
    }),
  ],
  [
    'a backup of another schema',
    backedUp,
    pending(backedUp, 'destructive', {
      runs: [backup({ result: { file: 'f', bytes: 1, tables: 1, schema: '0001' } })],
    }),
  ],
  ['a backup was made', backedUp, pending(backedUp, 'destructive', { runs: [backup()] })],
  [
    'a backup is declared',
    desired({
      approvedPlan: destructiveHash,
      spec: { migrations: { backup: 'destructive', backedUpPlan: destructiveHash } },
    }),
    pending(approved, 'destructive'),
  ],
  [
    'a backup remains in sight',
    backedUp,
    settled(backedUp, { runs: [backup({ finishedAt: noon - 86_400_000 })] }),
  ],

  ['a safe plan', wish, pending(wish, 'safe')],
  ['migrating', wish, pending(wish, 'safe', { runs: [migrating({ state: 'running' })] })],
  [
    'migrating a second time',
    wish,
    pending(wish, 'safe', {
      runs: [
        migrating({ state: 'failed', failure: { message: 'lock timeout' } }),
        migrating({ state: 'running', attempt: 2 }),
      ],
    }),
  ],
  [
    'a migration rests',
    wish,
    pending(wish, 'safe', {
      runs: [
        migrating({
          state: 'failed',
          finishedAt: noon - 1_000,
          failure: { message: 'lock timeout', logLines: ['a', 'b'] },
        }),
      ],
    }),
  ],
  [
    'a migration says that it is done and is not',
    wish,
    pending(wish, 'safe', { runs: [migrating({ finishedAt: noon - 1_000 })] }),
  ],

  ['a seed is due', wish, { ...seeding({}), runs: seeding({}).runs.slice(0, 1) }],
  ['seeding', wish, seeding({ state: 'running' })],
  [
    'the seed failed',
    wish,
    seeding({
      state: 'failed',
      finishedAt: noon - 1_000,
      failure: { code: 'seed-invalid', exitCode: 1, message: 'no such profile' },
    }),
  ],
  [
    'another seed is there',
    desired({ spec: { seed: { profile: 'demo' } } }),
    pending(desired({ spec: { seed: { profile: 'demo' } } }), 'destructive'),
  ],
  [
    'no seed is there yet',
    wish,
    {
      ...pending(wish, 'destructive'),
      database: { state: 'ready', ledger: { migrations: ledger().migrations } },
    },
  ],
  ['no seed is wanted', never, settled(never)],

  ['nothing runs yet', wish, settled(wish, { workload: observed().workload })],
  ['a new image comes in', newer, settled(newer, { workload: serving(wish) })],
  [
    'another spec of the same image',
    desired({ spec: { replicas: 2 } }),
    settled(desired({ spec: { replicas: 2 } }), { workload: serving(wish) }),
  ],
  [
    'pods start',
    newer,
    rolling(newer, {
      lastGood: revision(wish),
      rolledOutAt: noon - 1_000,
      replicas: 2,
      availableReplicas: 1,
      problems: ['Pulling'],
    }),
  ],
  [
    'the last good version is not available',
    wish,
    rolling(wish, { problems: ['a', 'b', 'c', 'd'] }),
  ],
  ['… without a known reason', wish, rolling(wish, {})],
  [
    'too late, without a way back',
    newer,
    rolling(newer, { lastGood: undefined as never, problems: ['CrashLoopBackOff'] }),
  ],
  [
    'too late, and the one before comes back',
    newer,
    rolling(newer, { lastGood: revision(wish), problems: ['CrashLoopBackOff'] }),
  ],
  [
    'too late, where nothing is taken back',
    desired({ spec: { rollout: { rollback: false } } }),
    rolling(desired({ spec: { rollout: { rollback: false } } }), { lastGood: revision(older) }),
  ],
  ['too late, and the one before does not serve', newer, rolling(newer, { lastGood: outdated })],
  [
    'too late, and of the one before nothing is known',
    newer,
    rolling(newer, { lastGood: unranged }),
  ],
  [
    'taken back',
    newer,
    settled(newer, {
      workload: serving(wish, {
        failed: {
          key: runKey('try', revision(newer).key, undefined, 'secrets'),
          image: newer.spec.image,
          message: 'It crashed',
        },
      }),
    }),
  ],
  [
    'taken back to one of which nothing is known',
    newer,
    settled(newer, {
      workload: serving(wish, {
        current: unranged,
        failed: {
          key: runKey('try', revision(newer).key, undefined, 'secrets'),
          image: newer.spec.image,
          message: 'It crashed.',
        },
      }),
    }),
  ],

  ['as wanted', wish, settled()],
  [
    'as wanted with three pods',
    desired({ spec: { replicas: 3 } }),
    settled(desired({ spec: { replicas: 3 } }), {
      workload: serving(desired({ spec: { replicas: 3 } }), { replicas: 3, availableReplicas: 3 }),
    }),
  ],
  [
    'newer than the image',
    wish,
    {
      ...settled(),
      runs: [
        {
          ...planRun(wish, settled(), '0002'),
          result: { ...planDocument('0002', []), target: '0001' },
        },
        ...settled().runs.slice(1),
      ],
    },
  ],

  ['a graph without its password', graph, withGraph(undefined, { graphSecret: 'missing' })],
  ['a graph that was never built', graph, withGraph(undefined)],
  [
    '… and is being built',
    graph,
    withGraph(undefined, { runs: [resyncing({ state: 'running' })] }),
  ],
  [
    '… and cannot be built',
    graph,
    withGraph(undefined, {
      runs: [
        resyncing({
          state: 'running',
          waiting: { reason: 'ErrImagePull', message: 'no such tag' },
        }),
      ],
    }),
  ],
  [
    '… and failed',
    graph,
    withGraph(undefined, {
      runs: [
        resyncing({
          state: 'failed',
          finishedAt: noon - 1_000,
          failure: { message: 'bolt closed' },
        }),
      ],
    }),
  ],
  [
    '… and is tried again',
    graph,
    withGraph(undefined, {
      runs: [
        resyncing({ state: 'failed', failure: { message: 'bolt closed' } }),
        resyncing({ state: 'running', attempt: 2 }),
      ],
    }),
  ],
  ['… by a run for another database', graph, withGraph(undefined, { runs: [resyncing({})] })],
  ['a graph in sync', graph, withGraph({})],
  ['a graph behind the database', graph, withGraph({ startedAt: noon - 70_000 })],
  [
    '… where the spec does not request a resync for that',
    desired({ spec: { graph: { enabled: true, server: 'main' }, resync: { afterSeed: false } } }),
    withGraph(undefined),
  ],
  [
    'a rebuild that failed',
    graph,
    withGraph(
      {},
      {
        runs: [
          resyncing(
            { state: 'failed', startedAt: 0, finishedAt: 1, failure: { message: 'no' } },
            'other',
          ),
        ],
      },
    ),
  ],
  [
    'a rebuild that was asked for',
    { ...graph, requestedAt: 'now' },
    {
      ...withGraph({}),
      runs: [
        planRun({ ...graph, requestedAt: 'now' }, withGraph({}), '0002'),
        seedRun({ ...graph, requestedAt: 'now' }, withGraph({})),
      ],
    },
  ],
  [
    'a schedule',
    desired({
      spec: { graph: { enabled: true, server: 'main' }, resync: { schedule: '0 3 * * *' } },
    }),
    withGraph({}),
  ],
  [
    'a schedule that was missed',
    {
      ...desired({
        spec: {
          graph: { enabled: true, server: 'main' },
          resync: { afterSeed: false, schedule: '59 11 * * *' },
        },
      }),
    },
    withGraph({ startedAt: noon - 65_000, finishedAt: noon - 61_000 }, {}),
  ],
];
