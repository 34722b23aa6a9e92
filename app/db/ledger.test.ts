import { expect, test } from 'vitest';
import { checksum, planHash } from './checksum.ts';
import { pendingMigrations } from './ledger.ts';
import type { Migration } from './migration.ts';

const migration = (id: string, sql = 'select 1'): Migration => ({
  id,
  name: `step_${id}`,
  statements: [sql],
});
const known = [migration('0001'), migration('0002'), migration('0003')];
const ran = (...migrations: Migration[]) =>
  migrations.map((one) => ({
    id: one.id,
    name: one.name,
    checksum: checksum(one),
    appliedAt: new Date('2026-11-24T10:00:00Z'),
  }));

test.each([
  ['an empty database', ran(), ['0001', '0002', '0003']],
  ['a database in between', ran(migration('0001')), ['0002', '0003']],
  ['a database that has all', ran(...known), []],
  ['a database of a later version', ran(...known, migration('0004'), migration('0005')), []],
])('%s lacks what it has not run', (_, rows, ids) =>
  expect(pendingMigrations(known, rows).map(({ id }) => id)).toEqual(ids),
);

test.each([
  [
    'a changed migration',
    ran(migration('0001', 'select 2')),
    'migration_edited',
    'Migration 0001 (step_0001) was changed after it ran on 2026-11-24. Put the file back as it was, and write a new migration for the change.',
  ],
  [
    'one among its own that this version lacks',
    ran(
      migration('0001'),
      migration('0002'),
      { ...migration('0002b'), name: 'side_step' },
      migration('0003'),
    ),
    'migration_unknown',
    "The database has migration 0002b (side_step), which this version doesn't bring: its newest is 0003. Run a version that has it.",
  ],
  [
    'one that comes too late for a later version',
    ran(migration('0001'), migration('0002'), migration('0004')),
    'migration_order',
    'Migration 0003 (step_0003) is new, but the database is already at 0004. Give it the next free number.',
  ],
  [
    'one that comes too late',
    ran(migration('0001'), migration('0003')),
    'migration_order',
    'Migration 0002 (step_0002) is new, but the database is already at 0003. Give it the next free number.',
  ],
])('%s is refused with what to do', (_, rows, code, message) => {
  expect(() => pendingMigrations(known, rows)).toThrow(expect.objectContaining({ code, message }));
});

test('the hash of a plan depends only on names and checksums in their order', () => {
  const pending = known.map((one) => ({ id: one.id, name: one.name, checksum: checksum(one) }));
  expect(planHash(pending)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(planHash(pending.map((one) => ({ ...one, grade: 'safe' })))).toBe(planHash(pending));
  const others = [
    pending.slice(1),
    pending.toReversed(),
    pending.map((one) => ({ ...one, name: 'x' })),
  ].map(planHash);
  expect(new Set([planHash(pending), ...others]).size).toBe(4);
});

test('the hash is the one that two lists of migrations give without a database', () => {
  expect(planHash([{ id: '0007', name: 'drop_weight', checksum: 'ab' }])).toBe(
    'sha256:bfe43ed234f5d9357d0213e6edd537c46f8466c44a523b6325fb37751b3e4abd',
  );
});
