import { expect, test } from 'vitest';
import { type Program, statusDocument, statusRows } from './present.ts';
import type { LedgerState } from './state.ts';

const at = new Date('2026-11-24T13:31:00Z');
const program: Program = {
  version: '1.4.0',
  target: '0004',
  schemaRange: { min: '0003', max: '0005' },
  graphEnabled: true,
};
const resync = {
  nodes: 1,
  relationships: 1903,
  digest: 'sha256:1',
  verified: true,
  at,
  waiting: 0,
};
const ledger = (change: Partial<LedgerState> = {}): LedgerState => ({
  schema: '0004',
  seed: { profile: 'base', digest: 'sha256:2', at },
  resync,
  ...change,
});

const row = (name: string, state: LedgerState, about: Program = program) =>
  statusRows({ ledger: state }, about).find((one) => one.name === name);

test.each<[string, LedgerState, Program, string, string, string]>([
  [
    'a schema that is the newest',
    ledger(),
    program,
    'Schema',
    'good',
    '0004, the newest of this version',
  ],
  [
    'a schema behind',
    ledger({ schema: '0003' }),
    program,
    'Schema',
    'waiting',
    '0003; this version provides 0004',
  ],
  [
    'a schema too old',
    ledger({ schema: '0002' }),
    program,
    'Schema',
    'bad',
    '0002 is too old: this version needs 0003 or newer',
  ],
  [
    'a schema one ahead',
    ledger({ schema: '0005' }),
    program,
    'Schema',
    'good',
    '0005; newer than this version and compatible',
  ],
  [
    'a schema too new',
    ledger({ schema: '0006' }),
    program,
    'Schema',
    'bad',
    '0006 is too new: this version supports up to 0005',
  ],
  [
    'an empty database',
    ledger({ schema: null }),
    program,
    'Schema',
    'bad',
    'The database is empty',
  ],
  ['no seed', ledger({ seed: null }), program, 'Seed', 'waiting', 'Not seeded yet'],
  [
    'demo data',
    ledger({ seed: { profile: 'demo', digest: '', at } }),
    program,
    'Seed',
    'good',
    'Base with demo data',
  ],
  ['a graph in sync', ledger(), program, 'Graph', 'good', 'In sync: 1 node, 1,903 relationships'],
  [
    'a graph behind',
    ledger({ resync: { ...resync, waiting: 3 } }),
    program,
    'Graph',
    'waiting',
    '3 changes behind: 1 node, 1,903 relationships',
  ],
  [
    'a graph that differs',
    ledger({ resync: { ...resync, verified: false } }),
    program,
    'Graph',
    'bad',
    'Differs from the database: 1 node, 1,903 relationships',
  ],
  ['a graph never filled', ledger({ resync: null }), program, 'Graph', 'waiting', 'Not filled yet'],
  [
    'no graph',
    ledger(),
    { ...program, graphEnabled: false },
    'Graph',
    'off',
    'Off: PostgreSQL is used instead',
  ],
])('%s', (_, state, about, name, expected, text) =>
  expect(row(name, state, about)).toMatchObject({ state: expected, text }),
);

test('problems come with advice', () => {
  const rows = statusRows({ ledger: ledger({ schema: null, seed: null, resync: null }) }, program);
  for (const { state, advice } of rows)
    expect(advice !== undefined, state).toBe(state === 'waiting' || state === 'bad');
});

const megabyte = 1_000_000;
test.each([
  ['has room', { bytes: 12 * megabyte, limit: 100 * megabyte }, 'good', '12 MB of 100 MB'],
  ['has no limit', { bytes: 12 * megabyte, limit: 0 }, 'good', '12 MB, no limit'],
  [
    'is at three quarters of its limit',
    { bytes: 75 * megabyte, limit: 100 * megabyte },
    'waiting',
    'Needs space: 75 MB of 100 MB',
  ],
  [
    'is beyond its limit',
    { bytes: 101 * megabyte, limit: 100 * megabyte },
    'bad',
    'Needs space: 101 MB of 100 MB',
  ],
])('spec audit-log#volume: an audit log that %s', (_, volume, state, text) => {
  const rows = statusRows(
    { ledger: ledger(), audit: { volume, failures: { count: 0, last: undefined } } },
    program,
  );
  expect(rows.at(-1)).toMatchObject({ name: 'Audit log', state, text });
});

test('spec audit-log#same-transaction: events that could not be written come before any size', () => {
  const failures = { count: 2, last: at };
  const rows = statusRows(
    { ledger: ledger(), audit: { volume: { bytes: 0, limit: 0 }, failures } },
    program,
  );
  expect(rows.at(-1)).toMatchObject({
    state: 'bad',
    at,
    text: expect.stringContaining('2 events could not be written'),
  });
});

test('without a database there is one thing to say', () => {
  expect(statusRows({ ledger: undefined, reason: 'ECONNREFUSED' }, program)).toMatchObject([
    { name: 'Database', state: 'bad', text: 'PostgreSQL does not respond: ECONNREFUSED' },
  ]);
});

test('the document has the shape that programs read', () => {
  expect(statusDocument(ledger(), program)).toEqual({
    schema: { current: '0004', target: '0004', schemaRange: { min: '0003', max: '0005' } },
    seed: { profile: 'base', digest: 'sha256:2', at: '2026-11-24T13:31:00.000Z' },
    graph: {
      enabled: true,
      nodes: 1,
      relationships: 1903,
      digest: 'sha256:1',
      at: '2026-11-24T13:31:00.000Z',
      inSync: true,
    },
    version: '1.4.0',
  });
});

test.each([
  ['changes are waiting', { ...resync, waiting: 1 }, true, false],
  ['the last resync was not verified', { ...resync, verified: false }, true, false],
  ['the graph is switched off', resync, false, false],
])('a graph is not in sync when %s', (_, last, graphEnabled, inSync) => {
  expect(
    statusDocument(ledger({ resync: last }), { ...program, graphEnabled }).graph,
  ).toMatchObject({ inSync });
});

test('no graph was ever wanted', () => {
  expect(
    statusDocument(ledger({ resync: null }), { ...program, graphEnabled: false }).graph,
  ).toBeNull();
});
