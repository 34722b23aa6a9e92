import { expect, test } from 'vitest';
import type { Migration } from './migration.ts';
import { migrations } from './migrations/index.ts';
import { isInside, schemaRange } from './schema-range.ts';
import { loadSqlParser } from './sql-parser.ts';

test('a version serves from the oldest schema that has all it needs to one beyond its own', () => {
  const many: Migration[] = Array.from({ length: 99 }, (_, before) => ({
    ...{ id: String(before + 1).padStart(4, '0'), name: 'one', statements: [] },
  }));
  const range = schemaRange(many);
  expect(range.max).toBe('0100');
  const before = String(Number(range.min) - 1).padStart(4, '0');
  expect(
    [before, range.min, '0100', '0101', null].map((current) => isInside(current, range)),
  ).toEqual([false, true, true, false, false]);
});

test('the oldest schema that is served has every table, view and column of this version', async () => {
  const parse = await loadSqlParser();
  const adds = ({ statements }: Migration): boolean =>
    statements
      .flatMap((statement) => parse(statement.replaceAll('"<runtime>"', 'runtime')))
      .some(
        (node) =>
          'CreateStmt' in node ||
          'ViewStmt' in node ||
          ('AlterTableStmt' in node && JSON.stringify(node).includes('"AT_AddColumn"')),
      );
  const newest = migrations.findLast(adds)?.id;
  expect(newest).toBeDefined();
  expect(schemaRange().min >= (newest as string)).toBe(true);
});
