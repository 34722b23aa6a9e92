import { expect, test } from 'vitest';
import { checksum } from './checksum.ts';
import { frozenChecksums } from './frozen.ts';
import checksums from './migrations/checksums.json' with { type: 'json' };
import { migrations } from './migrations/index.ts';

test('no committed migration was changed, and every one is frozen', () => {
  expect(frozenChecksums(migrations, checksums)).toEqual(checksums);
});

test('migrations are numbered without gaps, each named once', () => {
  expect(migrations.map(({ id }) => id)).toEqual(
    migrations.map((_, index) => String(index + 1).padStart(4, '0')),
  );
  expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
});

test('a migration that was committed cannot be edited or removed', () => {
  const [first, ...rest] = migrations;
  if (first === undefined) throw new Error('there are migrations');
  const edited = { ...first, statements: [...first.statements, 'select 1'] };
  expect(() => frozenChecksums([edited, ...rest], checksums)).toThrow(
    /0001_ontology\.ts was changed after it was committed/,
  );
  expect(() => frozenChecksums(rest, checksums)).toThrow(/0001_ontology\.ts/);
});

test('a checksum covers white space, the bounds of statements and the transaction', () => {
  const sums = [
    { statements: ['select 1', 'select 2'] },
    { statements: ['select 1select 2'] },
    { statements: ['select 1 ', 'select 2'] },
    { statements: ['select 1', 'select 2'], outsideTransaction: true as const },
  ].map((change) => checksum({ id: '0001', name: 'x', ...change }));
  expect(new Set(sums).size).toBe(4);
});
