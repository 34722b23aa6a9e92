import { expect, test } from 'vitest';
import type { GovernanceMap } from '../../governance-map/index.ts';
import { deadEnds } from './rules.ts';

const map = (ids: string, ways: string): GovernanceMap =>
  ({
    committees: ids.split(' ').map((id) => ({ id, label: id.toUpperCase() })),
    dependencies: ways
      .split(' ')
      .filter(Boolean)
      .map((way) => ({ source: way[0], target: way[1] })),
  }) as unknown as GovernanceMap;

test.each([
  ['no dependency at all', map('a b', ''), ['a: ', 'b: ']],
  ['a chain', map('a b c', 'ab bc'), ['c: B']],
  ['fed twice by the same', map('a b', 'ab ab'), ['b: A']],
  ['a circle', map('a b', 'ab ba'), []],
  ['a committee that feeds only itself', map('a', 'aa'), ['a: ']],
  ['isolated ones first', map('a b c', 'ab'), ['c: ', 'b: A']],
] as const)('spec questions#dead-ends: %s', (_, given, expected) =>
  expect(
    deadEnds(given).map(({ committee, from }) => `${committee.id}: ${from.join(', ')}`),
  ).toEqual(expected),
);
