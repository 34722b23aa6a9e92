import { expect, test } from 'vitest';
import { desired, ledger, noon, planRun, run, seedRun, serving, settled } from '../plan.fixture.ts';
import { plan } from '../plan.ts';
import type { Desired, Plan, Reachable, RunCommand } from '../types.ts';

const graph = { enabled: true };
const withGraph = (facts: Parameters<typeof desired>[0] = {}) =>
  desired({ ...facts, spec: { graph, ...facts.spec } });
const synced = {
  nodes: 10,
  relationships: 20,
  digest: 'sha256:graph',
  startedAt: noon - 30_000,
  finishedAt: noon - 29_000,
};

function there(want: Desired, overrides: Partial<Reachable> = {}): Reachable {
  return settled(want, {
    graphSecret: 'present',
    database: { state: 'ready', ledger: ledger({ resync: synced }) },
    ...overrides,
  });
}

const resyncOf = ({ actions }: Plan) =>
  actions.find(
    (action): action is RunCommand => action.kind === 'RunCommand' && action.command === 'resync',
  );
const graphOf = ({ conditions }: Plan) => conditions.find(({ type }) => type === 'GraphSynced');

test.each([
  ['never built', withGraph(), { database: { state: 'ready', ledger: ledger() } }, true],
  [
    'older than the seed',
    withGraph(),
    {
      database: {
        state: 'ready',
        ledger: ledger({ resync: { ...synced, startedAt: noon - 55_000 } }),
      },
    },
    true,
  ],
  ['as new as the seed', withGraph(), {}, false],
  ['off', desired(), {}, false],
  [
    'without its password',
    withGraph(),
    { graphSecret: 'missing', database: { state: 'ready', ledger: ledger() } },
    false,
  ],
  [
    'older than the schedule',
    withGraph({ spec: { resync: { schedule: '59 11 * * *' } } }),
    {
      database: {
        state: 'ready',
        ledger: ledger({
          resync: { ...synced, startedAt: noon - 70_000, finishedAt: noon - 69_000 },
          seed: { profile: 'base', digest: 'sha256:seed', at: noon - 80_000 },
          migrations: ledger().migrations.map((one) => ({ ...one, at: noon - 90_000 })),
        }),
      },
    },
    true,
  ],
  [
    'to be built later by the schedule',
    withGraph({ spec: { resync: { schedule: '0 13 * * *' } } }),
    {},
    false,
  ],
  ['asked for', withGraph({ requestedAt: '2026-11-24T11:59:59Z' }), {}, true],
  [
    'asked for and done',
    withGraph({ requestedAt: '2026-11-24T11:59:59Z' }),
    { acknowledged: { requestedAt: '2026-11-24T11:59:59Z' } },
    false,
  ],
] as [string, Desired, Partial<Reachable>, boolean][])(
  'a graph that is %s is rebuilt: %4$s',
  (_, want, overrides, wanted) => {
    expect(resyncOf(plan(want, there(want, overrides))) !== undefined).toBe(wanted);
  },
);

test('a rebuild never holds the rollout up, and the rollout goes first', () => {
  const want = withGraph();
  const have = {
    ...there(want, { database: { state: 'ready', ledger: ledger() } }),
    workload: { replicas: 0, availableReplicas: 0, complete: false, problems: [] },
  };
  const next = plan(want, have);
  expect(next.step).toBe('RollOut');
  expect(next.actions.map(({ kind }) => kind)).toEqual(['RollOut', 'RunCommand']);
});

test('a failed rebuild marks the graph and leaves the environment ready', () => {
  const want = withGraph();
  const unsynced: Partial<Reachable> = { database: { state: 'ready', ledger: ledger() } };
  const begun = resyncOf(plan(want, there(want, unsynced)));
  const failed = run({
    command: 'resync',
    key: begun?.key ?? '',
    state: 'failed',
    finishedAt: noon,
    failure: { code: 'graph_unreachable', message: 'Neo4j does not answer', exitCode: 3 },
  });
  const next = plan(want, there(want, { ...unsynced, runs: [failed] }));
  expect(next.step).toBe('Watching');
  expect(next.conditions.find(({ type }) => type === 'Ready')?.status).toBe('True');
  expect(graphOf(next)).toMatchObject({
    status: 'False',
    reason: 'ResyncFailed',
    message: expect.stringContaining('Neo4j does not answer'),
  });
  expect(next.requeueAfterSeconds).toBe(5);
});

test('missed runs are made up for by one', () => {
  const want = withGraph({
    createdAt: noon - 86_400_000 * 9,
    spec: { resync: { schedule: '0 3 * * *', afterSeed: false } },
  });
  const days = (count: number) => noon - count * 86_400_000;
  const old: Partial<Reachable> = {
    database: {
      state: 'ready',
      ledger: ledger({ resync: { ...synced, startedAt: days(5), finishedAt: days(5) } }),
    },
  };
  const first = resyncOf(plan(want, there(want, old)));
  const done = run({ command: 'resync', key: first?.key ?? '' });
  expect(first).toBeDefined();
  expect(resyncOf(plan(want, there(want, { ...old, runs: [done] })))).toBeUndefined();
});

test('the next time of the schedule is reported and waited for', () => {
  const want = withGraph({
    spec: { resync: { schedule: '0 3 * * *', timeZone: 'Europe/Berlin' } },
  });
  const next = plan(
    want,
    there(want, {
      database: {
        state: 'ready',
        ledger: ledger({ resync: { ...synced, startedAt: noon - 10, finishedAt: noon - 5 } }),
      },
    }),
  );
  expect(new Date(next.nextResyncAt ?? 0).toISOString()).toBe('2026-11-25T02:00:00.000Z');
  expect(next.requeueAfterSeconds).toBe(14 * 3600);
});

test('a request is answered when its run has ended, well or not', () => {
  const requestedAt = '2026-11-24T11:59:59Z';
  const want = withGraph({ requestedAt });
  const have = there(want);
  const asked = plan(want, have);
  expect(asked.acknowledge?.requestedAt).toBeUndefined();
  const failed = run({
    command: 'resync',
    key: resyncOf(asked)?.key ?? '',
    state: 'failed',
    failure: { message: 'no' },
  });
  expect(plan(want, { ...have, runs: [...have.runs, failed] }).acknowledge).toEqual({
    requestedAt,
  });
});

test('without a graph a request is answered when the plan was made again', () => {
  const want = desired({ requestedAt: 'now' });
  expect(plan(want, settled(desired())).step).toBe('Plan');
  const have = settled(want);
  expect(
    plan(want, {
      ...have,
      runs: [planRun(want, have, '0002'), seedRun(want, have)],
      workload: serving(want),
    }).acknowledge,
  ).toEqual({
    requestedAt: 'now',
  });
});
