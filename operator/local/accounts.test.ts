import { describe, expect, test } from 'vitest';
import type { AhltEnvironmentSpec } from '#cdk8s/api/index.ts';
import { planKey } from '../environment/facts.ts';
import { planHash } from '../environment/keys.ts';
import type { CommandRun, Desired, Ledger, Reachable } from '../environment/types.ts';
import { accounts, planText } from './accounts.ts';

const now = 1_000_000;
const since = now - 60_000;

const desired = (over: Partial<Pick<AhltEnvironmentSpec, 'seed' | 'graph'>> = {}): Desired => ({
  name: 'dev',
  namespace: 'ahlt-dev',
  generation: 1,
  createdAt: since,
  problems: [],
  connections: {},
  spec: {
    image: 'app:1',
    seed: { profile: 'base' },
    graph: { enabled: false, server: 'main' },
    ...over,
  } as AhltEnvironmentSpec,
});

const ledger = (over: Partial<Ledger> = {}): Ledger => ({
  migrations: ['0001', '0002', '0003'].map((id) => ({ id, name: 'x', checksum: 'c', at: now })),
  ...over,
});

const observed = (
  runs: readonly CommandRun[],
  has: Ledger = ledger(),
  serving = false,
): Reachable => ({
  now,
  database: { state: 'ready', ledger: has },
  runs,
  workload: { replicas: 1, availableReplicas: serving ? 1 : 0, complete: serving, problems: [] },
  secretChecksum: 's',
  acknowledged: {},
  retry: { baseSeconds: 5, maxSeconds: 60 },
  before: {},
});

const run = (command: CommandRun['command'], over: Partial<CommandRun> = {}): CommandRun => ({
  id: command,
  command,
  image: 'app:1',
  key: command,
  attempt: 1,
  state: 'succeeded',
  startedAt: now - 1000,
  finishedAt: now,
  ...over,
});

const planned = (current: string | null): CommandRun => {
  const pending =
    current === null
      ? ['0001', '0002', '0003'].map((id) => ({ id, name: 'x', checksum: 'c', grade: 'safe' }))
      : [];
  const grade = pending.length > 0 ? 'safe' : 'none';
  const schemaRange = { min: '0001', max: '0004' };
  const result = { current, target: '0003', grade, hash: planHash(pending), pending, schemaRange };
  return run('plan', {
    key: planKey(desired(), observed([]), current === null ? [] : ledger().migrations),
    result,
  });
};

const migrated = run('migrate', {
  result: { current: '0003', applied: [{ id: '0001' }, { id: '0002' }, { id: '0003' }] },
});
const seed = { profile: 'base', digest: 'd', at: now };
const seeded = run('seed', {
  result: {
    profile: 'base',
    version: '2026-11',
    digest: 'd',
    entities: { created: 400, kept: 12 },
    properties: { created: 1903 },
    relations: { created: 655 },
  },
});
const earlier = (one: CommandRun): CommandRun => ({
  ...one,
  startedAt: since - 1000,
  finishedAt: since - 500,
});

describe('what npm start says about its steps', () => {
  test('nothing before the app was asked for its plan', () => {
    expect(accounts(desired(), observed([], { migrations: [] }), since)).toEqual({});
  });

  test('the plan, while its migrations are still to run', () => {
    expect(accounts(desired(), observed([planned(null)], { migrations: [] }), since)).toEqual({
      plan: { state: 'done', text: '3 migrations, all safe' },
    });
  });

  test('a first start, from an empty database to an app that serves', () => {
    const everything = observed([planned(null), migrated, seeded], ledger({ seed }), true);
    expect(accounts(desired(), everything, since)).toEqual({
      plan: { state: 'done', text: 'nothing to migrate, the schema is at 0003' },
      migrate: { state: 'done', text: '0001 → 0003' },
      seed: { state: 'done', text: 'base 2026-11 · 412 entities, 1,903 properties, 655 relations' },
      resync: {
        state: 'skipped',
        text: 'off: set NEO4J_URI to enable it; PostgreSQL answers queries',
      },
      serve: { state: 'done', text: 'ready' },
    });
  });

  test('a later start finds everything done', () => {
    const everything = observed(
      [planned('0003'), migrated, seeded].map(earlier),
      ledger({ seed }),
      true,
    );
    expect(accounts(desired(), everything, since)).toMatchObject({
      migrate: { text: 'already at 0003' },
      seed: {
        text: 'base 2026-11, already present · 412 entities, 1,903 properties, 655 relations',
      },
    });
  });

  test('a migration of a database that had others', () => {
    const one = run('migrate', { result: { applied: [{ id: '0003' }] } });
    expect(accounts(desired(), observed([planned('0003'), one]), since)).toMatchObject({
      migrate: { text: '0002 → 0003' },
    });
  });

  test('a seed of another app version does not count for this one', () => {
    const other = { ...seeded, image: 'app:0' };
    expect(
      accounts(desired(), observed([planned('0003'), other], ledger({ seed })), since),
    ).not.toHaveProperty('seed');
  });

  test('an environment without a seed', () => {
    const wanted = desired({ seed: { profile: 'none' } });
    expect(accounts(wanted, observed([planned('0003')]), since)).toMatchObject({
      seed: { state: 'skipped' },
    });
  });

  test.each([
    ['that was filled now', run('resync'), 'done', '412 nodes, 655 relationships'],
    [
      'that was filled before',
      earlier(run('resync')),
      'done',
      'already up to date · 412 nodes, 655 relationships',
    ],
    [
      'that does not answer',
      run('resync', {
        state: 'failed',
        failure: { message: 'Neo4j at bolt://localhost:7687 does not answer' },
      }),
      'failed',
      'Neo4j at bolt://localhost:7687 does not answer; PostgreSQL answers queries',
    ],
  ])('a graph %s', (_name, resync, state, text) => {
    const synced = { nodes: 412, relationships: 655, digest: 'd', startedAt: now, finishedAt: now };
    const wanted = desired({ graph: { enabled: true, server: 'main' } });
    const has = observed([planned('0003'), seeded, resync], ledger({ seed, resync: synced }));
    expect(accounts(wanted, has, since)).toMatchObject({ resync: { state, text } });
  });
});

test.each([
  [[], null, 'no migrations'],
  [[], '0003', 'nothing to migrate, the schema is at 0003'],
  [['safe'], '0003', '1 migration, safe'],
  [['safe', 'safe'], '0003', '2 migrations, all safe'],
  [['safe', 'destructive', 'safe'], '0003', '3 migrations, 2 safe, 1 destructive'],
])('the plan %j on schema %s reads as %s', (grades, schema, text) => {
  expect(
    planText(
      grades.map((grade) => ({ grade })),
      schema,
    ),
  ).toBe(text);
});
