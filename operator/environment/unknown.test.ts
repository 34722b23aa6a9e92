import { describe, expect, test } from 'vitest';
import {
  desired,
  image,
  ledger,
  noon,
  observed,
  pending,
  planDocument,
  planRun,
  revision,
  seedRun,
  serving,
  settled,
  unread,
} from './plan.fixture.ts';
import { plan } from './plan.ts';
import type { CommandRun, DatabaseState, Desired, Observed, Plan, Reachable } from './types.ts';

// An unknown state never counts as the wanted one: nothing is migrated, seeded or rolled out
// on the strength of it.

const bare = desired({ spec: { seed: { profile: 'none' } } });
const wish = desired();
const withGraph = desired({ spec: { graph: { enabled: true } } });
const withBackup = desired({
  spec: {
    migrations: { backup: 'always' },
    backups: { image: 'postgres:17', claimName: 'backups' },
  },
});

const empty = observed({ database: { state: 'ready', ledger: { migrations: [] } } });
const forgotten = (run: CommandRun): CommandRun => {
  const { result: _, ...rest } = run;
  return { ...rest, state: 'unread', failure: { code: 'ResultLost', message: 'its pod was gone' } };
};
const saying = (run: CommandRun, result: unknown): CommandRun => ({ ...run, result });
const withRuns = (have: Reachable, ...runs: CommandRun[]): Reachable => ({ ...have, runs });

const reasonOf = ({ conditions }: Plan, type = 'Ready') =>
  conditions.find((one) => one.type === type)?.reason;
const statusOf = ({ conditions }: Plan, type: string) =>
  conditions.find((one) => one.type === type)?.status;

/** The effects of a pass on the database, and whether it brings in anything else than what runs. */
function deeds({ actions }: Plan, { workload }: Observed): string[] {
  return actions.flatMap((action) => {
    if (action.kind === 'RunCommand') return [action.command];
    if (action.kind === 'RollOut' && action.revision.key !== workload.current?.key)
      return ['bring in'];
    return [];
  });
}

const blocked = { state: 'blocked', reason: 'Unreachable', message: 'no answer' } as const;

describe.each([
  ['seed base', wish],
  ['no seed', bare],
] as [string, Desired][])('with %s', (_, want) => {
  const firstOf = planRun(want, empty, null, [{ id: '0001' }, { id: '0002' }]);
  const hereOf = planRun(want, observed(), '0002');
  test.each([
    ['no plan was asked for, empty database', empty, ['plan']],
    ['no plan was asked for', observed(), ['plan']],
    ['the plan was lost, empty database', withRuns(empty, forgotten(firstOf)), ['plan']],
    ['the plan was lost', withRuns(observed(), forgotten(hereOf)), ['plan']],
    ['the plan is nothing, empty database', withRuns(empty, saying(firstOf, undefined)), ['plan']],
    ['the plan is nothing', withRuns(observed(), saying(hereOf, undefined)), ['plan']],
    [
      'the plan is an empty document, empty database',
      withRuns(empty, saying(firstOf, {})),
      ['plan'],
    ],
    ['the plan is text', withRuns(empty, saying(firstOf, 'all good')), ['plan']],
    [
      'the plan was cut to nothing',
      withRuns(empty, saying(firstOf, { shortened: true })),
      ['plan'],
    ],
    [
      'the plan says nothing is pending, its target says otherwise',
      withRuns(empty, saying(firstOf, contradiction())),
      ['plan'],
    ],
    [
      'the plan has no range',
      withRuns(observed(), saying(hereOf, { ...planDocument('0002', []), schemaRange: undefined })),
      ['plan'],
    ],
    [
      'the plan has no hash',
      withRuns(empty, saying(firstOf, { ...planDocument(null, [{ id: '0001' }]), hash: '' })),
      ['plan'],
    ],
    ['the plan is of another schema', withRuns(empty, hereOf), ['plan']],
    [
      'the plan is of an empty database, this one is not',
      withRuns(observed({ database: other() }), firstOf),
      ['plan'],
    ],
    [
      'the plan is of another history of the same number',
      withRuns(observed({ database: other() }), hereOf),
      ['plan'],
    ],
    [
      'the plan was made with other Secrets',
      withRuns(observed({ secretChecksum: 'others' }), hereOf),
      ['plan'],
    ],
    [
      'the plan failed',
      withRuns(empty, { ...firstOf, state: 'failed', failure: { message: 'no' } }),
      ['plan'],
    ],
  ] as [string, Reachable, string[]][])('%s', (__, have, expected) => {
    const next = plan(want, have);
    expect({ deeds: deeds(next, have), step: next.step }).toEqual({
      deeds: expected,
      step: 'Plan',
    });
  });

  test.each([
    ['blocked', blocked],
    ['absent', { state: 'absent', missing: ['database ahlt_dev'] }],
    ['not looked at', { state: 'unseen' }],
  ] as [string, DatabaseState][])('a database that is %s', (__, database) => {
    for (const have of [
      settled(want),
      { ...empty, runs: [firstOf] },
      observed(),
      { ...observed(), workload: serving(want) },
    ]) {
      const next = plan(want, unread(have, database));
      expect(deeds(next, have)).toEqual([]);
      expect(next.step).toBe('Database');
    }
  });

  test('Secrets that are not there', () => {
    const { secretChecksum: _secrets, ...have } = settled(want);
    const next = plan(want, have);
    expect({ deeds: deeds(next, have), step: next.step }).toEqual({ deeds: [], step: 'Database' });
  });
});

/** Another database in the place of ours, with the same numbers. */
function other(): Reachable['database'] {
  return {
    state: 'ready',
    ledger: {
      migrations: ledger().migrations.map((one) => ({ ...one, checksum: `other-${one.id}` })),
    },
  };
}

function contradiction(): unknown {
  return { ...planDocument(null, [{ id: '0001' }]), pending: [], grade: 'none' };
}

describe('what other commands left behind', () => {
  const seedless = observed({
    database: { state: 'ready', ledger: { migrations: ledger().migrations } },
  });
  test.each([
    ['a seed whose result was lost', settled(wish), forgotten(seedRun(wish, observed()))],
    ['a seed that said nothing', settled(wish), saying(seedRun(wish, observed()), undefined)],
    ['a seed that the ledger does not show', seedless, seedRun(wish, seedless)],
    ['a seed of another profile', observed({ database: demo() }), seedRun(wish, observed())],
  ])('%s is seeded again', (_, have, seeded) => {
    const all = { ...have, workload: serving(wish), runs: [planRun(wish, have, '0002'), seeded] };
    expect(deeds(plan(wish, all), all)).toEqual(['seed']);
  });

  test.each([
    ['was lost', forgotten],
    ['says nothing', (run: CommandRun) => saying(run, undefined)],
    [
      'says nothing of its schema',
      (run: CommandRun) => saying(run, { file: 'a', bytes: 1, tables: 1 }),
    ],
  ])('a backup whose result %s is repeated', (_, spoilt) => {
    const have = pending(withBackup, 'safe');
    const [made] = plan(withBackup, have).actions;
    if (made?.kind !== 'RunCommand') throw new Error('no backup');
    const backup: CommandRun = {
      ...made,
      id: 'b',
      state: 'succeeded',
      startedAt: noon - 20_000,
      finishedAt: noon - 10_000,
      result: {},
    };
    const next = plan(withBackup, { ...have, runs: [...have.runs, spoilt(backup)] });
    expect(deeds(next, have)).toEqual(['backup']);
  });

  test('migrations with a lost result ran exactly if the ledger has them', () => {
    const before = pending(wish, 'safe');
    const [made] = plan(wish, before).actions;
    if (made?.kind !== 'RunCommand') throw new Error('no migration');
    const lost = forgotten({
      ...made,
      id: 'm',
      state: 'succeeded',
      startedAt: noon - 20_000,
      finishedAt: noon - 10_000,
    });
    expect(deeds(plan(wish, { ...before, runs: [...before.runs, lost] }), before)).toEqual([
      'migrate',
    ]);
    const document = planDocument('0002', [{ id: '0003', effect: 'adds a table' }]);
    const ran = document.pending.map((one) => ({ ...one, at: noon }));
    const database = {
      state: 'ready',
      ledger: ledger({ migrations: [...ledger().migrations, ...ran] }),
    } as const;
    const after: Reachable = { ...before, database, runs: [...before.runs, lost] };
    expect(plan(wish, after).step).toBe('Seed');
    const foreign = {
      state: 'ready',
      ledger: ledger({ migrations: [...ledger().migrations, ...other003()] }),
    } as const;
    expect(deeds(plan(wish, { ...after, database: foreign }), after)).toEqual(['plan']);
  });

  test('a graph that was never built is built, whatever a run for another database reported', () => {
    const have = settled(withGraph, { graphSecret: 'present' });
    const made = plan(withGraph, have).actions.find((action) => action.kind === 'RunCommand');
    if (made?.kind !== 'RunCommand') throw new Error('no resync');
    const run: CommandRun = {
      ...made,
      id: 'r',
      state: 'succeeded',
      startedAt: noon - 20_000,
      finishedAt: noon - 10_000,
      result: {},
    };
    expect(deeds(plan(withGraph, { ...have, runs: [...have.runs, run] }), have)).toEqual([
      'resync',
    ]);
  });
});

const other003 = () => [{ id: '0003', name: 'step_0003', checksum: 'of another branch', at: noon }];

function demo(): Reachable['database'] {
  return {
    state: 'ready',
    ledger: ledger({ seed: { profile: 'demo', digest: 'sha256:seed', at: noon } }),
  };
}

describe('rollouts', () => {
  const newer = desired({ spec: { image: 'registry.example/ahlt/im-ctrl:1.4.1' } });
  const late = {
    rolledOutAt: noon - 400_000,
    complete: false,
    availableReplicas: 0,
    problems: ['1 of 1 pod restarting'],
  };

  test('nothing that needs an unknown schema is rolled back to', () => {
    const { schemaRange: _, ...lastGood } = serving(wish).current ?? {
      key: '',
      image,
      spec: wish.spec,
    };
    const have = settled(newer, { workload: serving(newer, { ...late, lastGood }) });
    const next = plan(newer, have);
    expect(deeds(next, have)).toEqual([]);
    expect(next.conditions[0]?.message).toContain(
      '1.4.0 cannot be rolled back to: its schema range is unknown',
    );
  });

  test('an image without migrations is not brought in on an empty database', () => {
    const have = { ...empty, runs: [planRun(bare, empty, null, [])] };
    const next = plan(bare, have);
    expect({ deeds: deeds(next, have), reason: reasonOf(next) }).toEqual({
      deeds: [],
      reason: 'SchemaNotServed',
    });
  });

  test('when it was rolled out is not known: it gets its whole time', () => {
    const { rolledOutAt: _, ...workload } = serving(newer, { ...late, lastGood: revision(wish) });
    expect(reasonOf(plan(newer, settled(newer, { workload })))).toBe('RollingOut');
  });
});

describe('conditions of a database that cannot be read', () => {
  const known = {
    schema: '0002',
    seed: 'base',
    syncedAt: noon - 3_600_000,
    unreadSince: noon - 60_000,
  };
  const suspended = desired({ spec: { ...withGraph.spec, suspend: true } });

  test.each([
    ['does not answer', withGraph, unread(settled(withGraph), blocked)],
    [
      'is not looked at while suspended',
      suspended,
      unread(settled(suspended), { state: 'unseen' }),
    ],
    [
      'is to be made',
      withGraph,
      unread(settled(withGraph), { state: 'absent', missing: ['the password'] }),
    ],
  ] as [string, Desired, Observed][])(
    'one that %s: Unknown, with the last known state and since when',
    (_, want, have) => {
      const next = plan(want, { ...have, before: { database: known } });
      expect(['Migrated', 'Seeded', 'GraphSynced'].map((type) => statusOf(next, type))).toEqual([
        'Unknown',
        'Unknown',
        'Unknown',
      ]);
      const message = (type: string) => next.conditions.find((one) => one.type === type)?.message;
      expect(message('Migrated')).toBe(
        'The database has not been read since 2026-11-24T11:59:00Z. Last known: schema 0002.',
      );
      expect(message('Seeded')).toContain('Last known: seed base.');
      expect(message('GraphSynced')).toContain('Last known: in sync at 2026-11-24T11:00:00.000Z.');
    },
  );

  test('never read: Unknown, and nothing is claimed', () => {
    const { conditions } = plan(wish, unread(observed(), blocked));
    expect(conditions.find(({ type }) => type === 'Migrated')).toMatchObject({
      status: 'Unknown',
      message: 'The database has not been read yet.',
    });
  });

  test('what needs no database stays what it is', () => {
    const next = plan(bare, unread(settled(bare), blocked));
    expect(['Seeded', 'GraphSynced', 'BackedUp'].map((type) => reasonOf(next, type))).toEqual([
      'NotWanted',
      'GraphOff',
      'NotWanted',
    ]);
  });

  test('a schedule that is due claims no rebuild while nothing can be rebuilt', () => {
    const scheduled = desired({ spec: { ...withGraph.spec, resync: { schedule: '* * * * *' } } });
    expect(statusOf(plan(scheduled, unread(settled(scheduled), blocked)), 'GraphSynced')).toBe(
      'Unknown',
    );
  });

  test('suspended says since when', () => {
    const have = {
      ...unread(settled(suspended), { state: 'unseen' } as const),
      before: { suspendedSince: noon - 86_400_000 },
    };
    expect(plan(suspended, have).conditions[0]?.message).toContain(
      'Suspended since 2026-11-23T12:00:00Z: nothing is run',
    );
  });
});

test('a Deployment without a revision: Unknown, and nothing is reported as down', () => {
  const nameless = (have: Reachable): Reachable => {
    const { current: _, ...workload } = have.workload;
    return { ...have, workload: { ...workload, unreadable: true } };
  };
  const waiting = plan(wish, nameless(pending(wish, 'destructive')));
  expect(waiting.conditions.find(({ type }) => type === 'RolledOut')).toMatchObject({
    status: 'Unknown',
    reason: 'RevisionUnreadable',
    message: expect.stringContaining('platform.ahlt.dev/revision cannot be read'),
  });
  expect(JSON.stringify(waiting.conditions)).toContain('The running version keeps serving');
  expect(deeds(plan(wish, nameless(settled(wish))), nameless(settled(wish)))).toEqual(['bring in']);
});
