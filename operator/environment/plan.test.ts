import { describe, expect, test } from 'vitest';
import { runKey } from './keys.ts';
import {
  desired,
  destructiveHash,
  image,
  ledger,
  noon,
  observed,
  pending,
  planDocument,
  planRun,
  revision,
  run,
  serving,
  settled,
  unread,
  withoutSecrets,
} from './plan.fixture.ts';
import { plan } from './plan.ts';
import type { Desired, Observed, Plan } from './types.ts';

const reasonOf = ({ conditions }: Plan, type = 'Ready') =>
  conditions.find((one) => one.type === type)?.reason;
const messageOf = ({ conditions }: Plan, type = 'Ready') =>
  conditions.find((one) => one.type === type)?.message;
const kinds = ({ actions }: Plan) =>
  actions.map((action) => ('command' in action ? `${action.kind} ${action.command}` : action.kind));

const approving = (approvedPlan: string) =>
  desired({ spec: { migrations: { backup: 'never', approvedPlan } } });
const migrateKey = (want: Desired, hash: string, schema: string | undefined) =>
  runKey('migrate', want.spec.image, hash, schema, want.requestedAt, 'secrets');

const wish = desired();
const safeHash = planDocument('0002', [{ id: '0003', grade: 'safe', effect: 'adds a table' }]).hash;
const migrating = (overrides: Parameters<typeof run>[0] | object) =>
  run({ command: 'migrate', key: migrateKey(wish, safeHash, '0002'), ...overrides });
const unreachable = {
  state: 'blocked',
  reason: 'Unreachable',
  message: 'postgres.example:5432: connect ECONNREFUSED',
} as const;

describe('which step is next', () => {
  const table: [string, Desired, Observed, Plan['step'], string, string[]][] = [
    [
      'a spec that breaks a rule',
      desired({ problems: ['spec.replicas 1: prod needs at least 2'] }),
      observed(),
      'Accept',
      'InvalidSpec',
      [],
    ],
    [
      'a suspended environment',
      desired({ spec: { suspend: true } }),
      settled(),
      'Suspended',
      'Suspended',
      [],
    ],
    [
      'an empty cluster',
      wish,
      withoutSecrets(observed()),
      'Database',
      'ProvidingDatabase',
      ['ProvideDatabase'],
    ],
    [
      'a database that does not answer',
      wish,
      unread(observed(), unreachable),
      'Database',
      'Unreachable',
      [],
    ],
    [
      'a database that does not answer while the app runs',
      wish,
      unread(settled(wish), unreachable),
      'Database',
      'Unreachable',
      ['RollOut'],
    ],
    [
      'a request for new passwords',
      desired({ rotate: 'a' }),
      settled(desired({ rotate: 'a' })),
      'Database',
      'RotatingPasswords',
      ['ProvideDatabase', 'RollOut'],
    ],
    [
      'an image nobody asked for its plan',
      wish,
      observed(),
      'Plan',
      'Planning',
      ['RunCommand plan'],
    ],
    [
      'a plan that is being made',
      wish,
      observed({ runs: [{ ...planRun(wish, observed(), '0002'), state: 'running' }] }),
      'Plan',
      'Planning',
      [],
    ],
    [
      'a safe plan',
      wish,
      pending(wish, 'safe'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      'a safe plan where every plan waits',
      desired({ spec: { migrations: { approval: 'manual', backup: 'never' } } }),
      pending(desired({ spec: { migrations: { approval: 'manual', backup: 'never' } } }), 'safe'),
      'Approval',
      'ApprovalNeeded',
      ['RollOut'],
    ],
    [
      'a destructive plan, unapproved',
      wish,
      pending(wish, 'destructive'),
      'Approval',
      'ApprovalNeeded',
      ['RollOut'],
    ],
    [
      '… approved with an old hash',
      approving(`sha256:${'0'.repeat(64)}`),
      pending(approving(`sha256:${'0'.repeat(64)}`), 'destructive'),
      'Approval',
      'ApprovalNeeded',
      ['RollOut'],
    ],
    [
      '… approved',
      approving(destructiveHash),
      pending(approving(destructiveHash), 'destructive'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      '… approved by annotation',
      desired({ approvedPlan: destructiveHash }),
      pending(wish, 'destructive'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      '… allowed',
      desired({ spec: { migrations: { allowDestructive: true, backup: 'never' } } }),
      pending(wish, 'destructive'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      'a migration that runs',
      wish,
      pending(wish, 'safe', { runs: [migrating({ state: 'running' })] }),
      'Migrate',
      'Migrating',
      ['RollOut'],
    ],
    [
      'a migration that failed just now',
      wish,
      pending(wish, 'safe', {
        runs: [
          migrating({
            state: 'failed',
            finishedAt: noon - 1_000,
            failure: { code: 'migration_failed', message: '0003 failed: no' },
          }),
        ],
      }),
      'Migrate',
      'MigrationFailed',
      ['RollOut'],
    ],
    [
      '… some time ago',
      wish,
      pending(wish, 'safe', {
        runs: [
          migrating({ state: 'failed', finishedAt: noon - 6_000, failure: { message: 'no' } }),
        ],
      }),
      'Migrate',
      'MigrationFailed',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      'a migration that succeeded on another database',
      wish,
      pending(wish, 'safe', { runs: [migrating({})] }),
      'Migrate',
      'MigrationFailed',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      'a database without its seed',
      wish,
      observed({
        database: { state: 'ready', ledger: { migrations: ledger().migrations } },
        runs: [planRun(wish, observed(), '0002')],
      }),
      'Seed',
      'Seeding',
      ['RunCommand seed'],
    ],
    [
      'a seed of another digest',
      wish,
      settled(wish, {
        database: {
          state: 'ready',
          ledger: ledger({ seed: { profile: 'base', digest: 'sha256:other', at: 0 } }),
        },
      }),
      'Seed',
      'SeedFailed',
      ['RunCommand seed', 'RollOut'],
    ],
    [
      'no seed wanted',
      desired({ spec: { seed: { profile: 'none' } } }),
      observed({
        runs: [planRun(desired({ spec: { seed: { profile: 'none' } } }), observed(), '0002')],
      }),
      'RollOut',
      'RollingOut',
      ['RollOut'],
    ],
    [
      'a database that is ready and nothing that runs',
      wish,
      { ...settled(wish), workload: observed().workload },
      'RollOut',
      'RollingOut',
      ['RollOut'],
    ],
    [
      'an image that cannot serve on the schema',
      wish,
      observed({ runs: [planRun(wish, observed(), '0002', [], { min: '0003', max: '0004' })] }),
      'Plan',
      'SchemaNotServed',
      [],
    ],
    ['everything as wanted', wish, settled(wish), 'Watching', 'UpToDate', ['RollOut']],
  ];
  test.each(table)('%s', (_, want, have, step, reason, actions) => {
    const next = plan(want, have);
    expect({ step: next.step, reason: reasonOf(next), actions: kinds(next) }).toEqual({
      step,
      reason,
      actions,
    });
  });
});

describe('conditions and events', () => {
  test('an approval names the line to commit and the command', () => {
    const next = plan(wish, pending(wish, 'destructive'));
    expect(messageOf(next)).toBe(
      `Migration 0003 drops column relations.weight in dev. Approve by committing spec.migrations.approvedPlan: ${destructiveHash}, or at once: ` +
        `kubectl -n ahlt-dev annotate --overwrite ahlt dev platform.ahlt.dev/approved-plan=${destructiveHash}`,
    );
    expect(messageOf(next, 'Reconciling')).toBe(
      '1.3.2 keeps serving on schema 0002; nothing is changed until the plan is approved.',
    );
    expect(messageOf(next, 'Migrated')).toBe('0002 → 0003, 1 statement, 1 destructive.');
  });

  test('a failed migration shows the database error, the attempt and the next one', () => {
    const failed = migrating({
      state: 'failed',
      attempt: 2,
      finishedAt: noon - 1_000,
      failure: { code: 'migration_failed', message: '0003 failed: relation exists' },
    });
    const next = plan(wish, pending(wish, 'safe', { runs: [failed] }));
    expect(messageOf(next)).toBe(
      'Migration 0002 → 0003 (1 statement) failed, attempt 2: 0003 failed: relation exists. Attempt 3 at 12:00:09 UTC, or as soon as the cause changes.',
    );
    expect(next.requeueAfterSeconds).toBe(9);
  });

  test('a command that cannot start shows why, and is replaced by another image', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'manifest for im-ctrl:1.4.0 not found' };
    const stuck = { ...planRun(wish, observed(), '0002'), state: 'running' as const, waiting };
    expect(messageOf(plan(wish, observed({ runs: [stuck] })))).toContain(
      'cannot start with image registry.example/ahlt/im-ctrl:1.4.0: manifest for im-ctrl:1.4.0 not found.',
    );
    const other = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.1' } });
    expect(kinds(plan(other, observed({ runs: [stuck] })))).toEqual([
      'CancelRun',
      'RunCommand plan',
    ]);
  });

  test('no message is longer than people read', () => {
    const failed = migrating({
      state: 'failed',
      finishedAt: noon,
      failure: { message: 'x'.repeat(5_000), logLines: ['y'.repeat(5_000)] },
    });
    for (const { message } of plan(wish, pending(wish, 'safe', { runs: [failed] })).conditions)
      expect(message.length).toBeLessThanOrEqual(1_000);
  });
});

describe('approvals', () => {
  test('an approved plan that failed half-way needs no second approval for the rest', () => {
    const whole = planDocument('0002', [{ id: '0003' }, { id: '0004', grade: 'destructive' }]);
    const want = approving(whole.hash);
    const have = observed({
      database: {
        state: 'ready',
        ledger: ledger({
          migrations: [
            ...ledger().migrations,
            ...whole.pending.slice(0, 1).map((one) => ({ ...one, at: noon })),
          ],
        }),
      },
    });
    expect(
      plan(want, {
        ...have,
        runs: [planRun(want, have, '0003', [{ id: '0004', grade: 'destructive' }])],
      }).step,
    ).toBe('Migrate');
  });

  test('a destructive migration beyond what a Job can report waits too', () => {
    const whole = planDocument('0002', [{ id: '0003' }, { id: '0004', grade: 'destructive' }]);
    const have = observed();
    const answer = {
      ...planRun(wish, have, '0002'),
      result: { ...whole, pending: whole.pending.slice(0, 1), shortened: true },
    };
    const next = plan(wish, { ...have, runs: [answer] });
    expect(next.step).toBe('Approval');
    expect(messageOf(next)).toMatch(
      /^One of the migrations up to 0004 loses data in dev\. Approve by committing .+ sha256:/,
    );
    expect(messageOf(next, 'Migrated')).toMatch(/^0002 → 0004, /);
  });

  test('the first plan of an empty database destroys nothing', () => {
    const have = observed({ database: { state: 'ready', ledger: { migrations: [] } } });
    expect(
      plan(wish, {
        ...have,
        runs: [planRun(wish, have, null, [{ id: '0001', grade: 'destructive' }])],
      }).step,
    ).toBe('Migrate');
  });
});

describe('commands', () => {
  test('a running command of the same kind is waited for, whatever its inputs', () => {
    const other = run({ command: 'migrate', key: 'other', state: 'running' });
    expect(kinds(plan(wish, pending(wish, 'safe', { runs: [other] })))).toEqual(['RollOut']);
  });

  test('pauses grow and are bounded; temporary failures never wait long', () => {
    const pauseAfter = (attempt: number, exitCode: number) => {
      const failed = migrating({
        state: 'failed',
        attempt,
        finishedAt: noon,
        failure: { exitCode, message: 'no' },
      });
      return plan(wish, pending(wish, 'safe', { runs: [failed] })).requeueAfterSeconds;
    };
    expect([1, 2, 3, 10].map((attempt) => pauseAfter(attempt, 1))).toEqual([5, 10, 20, 600]);
    expect(pauseAfter(10, 3)).toBe(30);
  });

  test.each([
    ['what the app calls lasting stalls, also while it is tried again', 1, 'True'],
    ['wrong configuration stalls', 2, 'True'],
    ['what the app calls temporary does not', 3, 'False'],
  ])('%s', (_, exitCode, stalled) => {
    const failed = migrating({
      state: 'failed',
      finishedAt: noon - 1_000,
      failure: { exitCode, message: '0003 failed: no' },
    });
    const again = migrating({ state: 'running', attempt: 2, startedAt: noon });
    for (const runs of [[failed], [failed, again]]) {
      const { conditions } = plan(wish, pending(wish, 'safe', { runs }));
      expect(conditions.find(({ type }) => type === 'Stalled')).toMatchObject({ status: stalled });
    }
  });

  test('changed Secrets and a manual request start again at once', () => {
    const failed = migrating({ state: 'failed', finishedAt: noon, failure: { message: 'no' } });
    const changed = pending(wish, 'safe', { runs: [failed], secretChecksum: 'others' });
    expect(kinds(plan(wish, changed))).toEqual(['RunCommand migrate', 'RollOut']);
    const asked = desired({ requestedAt: '2026-11-24T12:00:00Z' });
    expect(kinds(plan(asked, pending(asked, 'safe', { runs: [failed] })))).toEqual([
      'RunCommand migrate',
      'RollOut',
    ]);
  });
});

describe('rollouts', () => {
  const newer = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.1' } });
  const late = {
    rolledOutAt: noon - 301_000,
    complete: false,
    availableReplicas: 0,
    lastGood: revision(wish),
    problems: ['1 of 1 pod restarting, last log line "config: PUBLIC_URL must be https"'],
  };
  const rolling = (overrides: object = {}) =>
    settled(newer, { workload: serving(newer, { ...late, ...overrides }) });

  test('a new image replaces the last good one, which is remembered', () => {
    const [action] = plan(newer, { ...settled(newer), workload: serving(wish) }).actions;
    expect(action).toMatchObject({
      kind: 'RollOut',
      image: newer.spec.image,
      since: noon,
      lastGood: { image },
    });
  });

  test('before the deadline it waits', () => {
    const next = plan(newer, rolling({ rolledOutAt: noon - 100_000 }));
    expect([next.step, reasonOf(next), next.requeueAfterSeconds]).toEqual([
      'RollOut',
      'RollingOut',
      200,
    ]);
  });

  test('at the deadline the last good image is restored, with the reason', () => {
    const next = plan(newer, rolling());
    expect(next.actions).toMatchObject([
      { kind: 'RollOut', image, since: noon, failed: { image: newer.spec.image } },
    ]);
    expect(messageOf(next)).toBe(
      'Image 1.4.1 did not become available in 300 s: 1 of 1 pod restarting, last log line "config: PUBLIC_URL must be https". ' +
        'Rolled back to 1.4.0, which serves on schema 0002 (range 0001–0009). Next attempt when the spec changes.',
    );
    expect(reasonOf(next, 'Stalled')).toBe('RolledBack');
  });

  test('a failed rollout is not repeated until the spec, a Secret or a request changes', () => {
    const [action] = plan(newer, rolling()).actions;
    const failed = action?.kind === 'RollOut' ? action.failed : undefined;
    const back = settled(newer, { workload: serving(wish, { ...(failed && { failed }) }) });
    expect(reasonOf(plan(newer, back))).toBe('RolledBack');
    const newest = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.2' } });
    expect(plan(newest, { ...settled(newest), workload: back.workload }).actions).toMatchObject([
      { image: newest.spec.image },
    ]);
    expect(
      plan(newer, { ...settled(newer, { secretChecksum: 'others' }), workload: back.workload })
        .actions,
    ).toMatchObject([{ image: newer.spec.image }]);
  });

  test.each([
    [
      'rollback is not wanted',
      desired({ spec: { image: newer.spec.image, rollout: { rollback: false } } }),
      {},
      'spec.rollout.rollback is false',
    ],
    ['there is no earlier image', newer, { lastGood: undefined }, 'no earlier image'],
    [
      'the earlier image cannot serve on the schema',
      newer,
      { lastGood: revision(wish, { min: '0001', max: '0001' }) },
      'it serves on schema 0001–0001, the database is at 0002',
    ],
  ])('it stays when %s', (_, want, overrides, words) => {
    const { lastGood, ...workload } = { ...serving(want), ...late, ...overrides };
    const next = plan(
      want,
      settled(want, { workload: { ...workload, ...(lastGood && { lastGood }) } }),
    );
    expect(reasonOf(next)).toBe('RolloutFailed');
    expect(messageOf(next)).toContain(words);
  });

  test('a revision that was good is not rolled back', () => {
    const next = plan(
      wish,
      settled(wish, { workload: serving(wish, { complete: false, availableReplicas: 0 }) }),
    );
    expect(reasonOf(next)).toBe('Unavailable');
    expect(next.actions).toMatchObject([{ kind: 'RollOut', image }]);
  });

  test('while a Secret is missing nothing is repaired: pods would restart without it', () => {
    expect(kinds(plan(wish, withoutSecrets(settled(wish))))).toEqual(['ProvideDatabase']);
  });
});
