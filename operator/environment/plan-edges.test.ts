import { describe, expect, test } from 'vitest';
import {
  desired,
  ledger,
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
} from './plan.fixture.ts';
import { plan } from './plan.ts';
import type { Desired, Plan, Reachable } from './types.ts';

// Details of steps that no other test would notice missing.

const wish = desired();
const newer = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.1' } });
const kinds = ({ actions }: Plan) =>
  actions.map((action) => ('command' in action ? `${action.kind} ${action.command}` : action.kind));
const conditionOf = ({ conditions }: Plan, type: string) =>
  conditions.find((one) => one.type === type);
const rollOutOf = ({ actions }: Plan) => actions.find((action) => action.kind === 'RollOut');

describe('what runs', () => {
  test('only a completely available revision is remembered as good', () => {
    const half = serving(wish, {
      complete: false,
      lastGood: revision(desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.3.2' } })),
    });
    const action = rollOutOf(plan(newer, { ...settled(newer), workload: half }));
    expect(action?.lastGood?.image).toBe('registry.example/ahlt/im-ctrl:1.3.2');
  });

  test('a repair keeps the time of the rollout and the failed revision', () => {
    const failed = { key: 'k', image: newer.spec.image, message: 'no' };
    const have = pending(wish, 'destructive');
    const workload = serving(wish, { failed, rolledOutAt: noon - 5_000 });
    expect(rollOutOf(plan(wish, { ...have, workload }))).toMatchObject({
      since: noon - 5_000,
      failed,
    });
  });

  test('once up to date, a failed rollout is forgotten', () => {
    const failed = { key: 'of another try', image: newer.spec.image, message: 'no' };
    expect(
      rollOutOf(plan(wish, settled(wish, { workload: serving(wish, { failed }) }))),
    ).not.toHaveProperty('failed');
  });

  test('the deadline itself is too late', () => {
    const at = (rolledOutAt: number) =>
      settled(newer, {
        workload: serving(newer, { complete: false, lastGood: revision(wish), rolledOutAt }),
      });
    expect(plan(newer, at(noon - 299_999)).requeueAfterSeconds).toBeCloseTo(0.001);
    expect(conditionOf(plan(newer, at(noon - 300_000)), 'Ready')?.reason).toBe('RolledBack');
  });

  test('a suspended environment is Ready while its pods are', () => {
    const suspended = desired({ spec: { suspend: true } });
    const have = (complete: boolean) =>
      unread(settled(suspended, { workload: serving(suspended, { complete }) }), {
        state: 'unseen',
      });
    expect(conditionOf(plan(suspended, have(true)), 'Ready')).toMatchObject({
      status: 'True',
      reason: 'Suspended',
    });
    expect(conditionOf(plan(suspended, have(false)), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'Suspended',
    });
  });
});

describe('commands', () => {
  const elsewhere = {
    image: 'registry.example/ahlt/im-ctrl:1.3.9',
    key: 'other',
    state: 'running' as const,
  };

  test('a migration that could not begin gives way to the one that is wanted now; one that runs does not', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'not found' };
    const stuck = run({ command: 'migrate', ...elsewhere, waiting });
    expect(kinds(plan(wish, pending(wish, 'safe', { runs: [stuck] })))).toEqual([
      'CancelRun',
      'RunCommand migrate',
      'RollOut',
    ]);
    const busy = run({ command: 'migrate', ...elsewhere });
    const next = plan(wish, { ...observed(), runs: [busy] });
    expect({ step: next.step, kinds: kinds(next) }).toEqual({ step: 'Migrate', kinds: [] });
    expect(conditionOf(next, 'Ready')?.message).toContain(
      'Migration from schema 0002 by 1.3.9 is running.',
    );
  });

  test('a running retry still shows why the first attempt failed', () => {
    const first = run({
      command: 'migrate',
      key: 'other',
      state: 'failed',
      failure: { message: 'disk full' },
    });
    const second = run({ command: 'migrate', key: 'other', state: 'running', attempt: 2 });
    expect(
      conditionOf(plan(wish, { ...observed(), runs: [first, second] }), 'Ready')?.message,
    ).toContain('disk full. Attempt 2 is running.');
  });

  test('a running retry of a former image is no failure of the image in the spec', () => {
    const first = run({
      ...{ command: 'migrate', ...elsewhere, state: 'failed' },
      failure: { message: 'disk full', exitCode: 1 },
    });
    const second = run({ command: 'migrate', ...elsewhere, attempt: 2 });
    const next = plan(wish, { ...observed(), runs: [first, second] });
    expect(conditionOf(next, 'Stalled')?.status).not.toBe('True');
    expect(conditionOf(next, 'Ready')).toMatchObject({
      reason: 'Migrating',
      message: expect.stringMatching(/by 1\.3\.9 is running\.$/) as string,
    });
  });

  test.each(['plan', 'seed', 'resync'] as const)(
    'a %s of another key that runs is waited for',
    (command) => {
      const graph = desired({ spec: { graph: { enabled: true } } });
      const have = command === 'plan' ? observed() : settled(graph, { graphSecret: 'present' });
      const runs = have.runs.filter((one) => one.command === 'plan' || command === 'resync');
      const busy = run({ command, ...elsewhere });
      expect(kinds(plan(graph, { ...have, runs: [...runs, busy] }))).not.toContain(
        `RunCommand ${command}`,
      );
    },
  );

  test('a manual request asks again for plan and seed', () => {
    const asked = desired({ requestedAt: 'now' });
    expect(kinds(plan(asked, settled(wish)))).toEqual(['RunCommand plan', 'RollOut']);
    const have = settled(wish);
    const planned = { ...have, runs: [planRun(asked, have, '0002'), seedRun(wish, have)] };
    expect(kinds(plan(asked, planned))).toEqual(['RunCommand seed', 'RollOut']);
  });
});

describe('passwords', () => {
  const asked = desired({ rotate: 'a' });

  test('a request that was answered is not answered again, and neither is one for a database of its own', () => {
    expect(plan(asked, settled(asked, { acknowledged: { rotate: 'a' } })).step).toBe('Watching');
    const own = desired({
      rotate: 'a',
      connections: {},
      spec: { database: { name: 'own', urlSecretRef: { name: 'own' } } },
    });
    expect(plan(own, settled(own)).step).toBe('Watching');
  });

  test('it is acknowledged once the Secret has it', () => {
    const have = settled(asked, {
      database: { state: 'ready', ledger: ledger(), rotatedFor: 'a' },
    });
    expect(plan(asked, have)).toMatchObject({ step: 'Watching', acknowledge: { rotate: 'a' } });
    expect(plan(asked, settled(asked)).acknowledge).not.toHaveProperty('rotate');
  });
});

describe('an empty database', () => {
  const empty = observed({ database: { state: 'ready', ledger: { migrations: [] } } });
  const withPlan = (want: Desired): Reachable => ({
    ...empty,
    runs: [planRun(want, empty, null, [{ id: '0001', grade: 'destructive' }])],
  });

  test('needs no backup, not even where every plan does', () => {
    const want = desired({ spec: { migrations: { backup: 'always' } } });
    const next = plan(want, withPlan(want));
    expect(next.step).toBe('Migrate');
    expect(conditionOf(next, 'BackedUp')?.reason).toBe('NotNeeded');
  });

  test('waits for its approval where every plan does, and says that it is empty', () => {
    const want = desired({ spec: { migrations: { approval: 'manual', backup: 'never' } } });
    const next = plan(want, { ...withPlan(want), workload: serving(wish) });
    expect(next.step).toBe('Approval');
    expect(conditionOf(next, 'Reconciling')?.message).toContain(
      '1.4.0 keeps serving on an empty database',
    );
  });
});

describe('schemas', () => {
  const ranges = (min: string, max: string) => ({
    ...observed(),
    runs: [planRun(wish, observed(), '0002', [], { min, max })],
  });

  test.each([
    ['0002', '0002', 'Seed'],
    ['0001', '0002', 'Seed'],
    ['0002', '0003', 'Seed'],
    ['0003', '0004', 'Plan'],
    ['0001', '0001', 'Plan'],
  ])('0002 in a range of %s to %s: %s', (min, max, step) => {
    const next = plan(wish, ranges(min, max));
    expect(next.step).toBe(step);
    if (step === 'Plan')
      expect(conditionOf(next, 'Ready')?.message).toContain(
        `serves on schema ${min}–${max}, the database is at 0002`,
      );
  });

  test('newer than the image, inside its range: reported, and it goes on', () => {
    const there = observed();
    const answer = planRun(wish, there, '0002');
    const document = {
      ...planDocument('0002', []),
      target: '0001',
      schemaRange: { min: '0001', max: '0002' },
    };
    const next = plan(wish, { ...there, runs: [{ ...answer, result: document }] });
    expect(next.step).toBe('Seed');
    expect(conditionOf(next, 'Migrated')?.message).toBe(
      'Schema 0002 is newer than the image, which brings 0001 and serves on 0001–0002.',
    );
  });
});
