import { expect, test } from 'vitest';
import { judgeFailures } from './security.ts';

test.each([
  [4, []],
  [5, ['medium']],
  [9, ['medium']],
  [10, ['critical']],
])('spec warnings#generators: %i failed sign-ins within an hour: %j', (count, expected) =>
  expect(
    judgeFailures({ id: '1', label: 'Ann', count }, { medium: 5, critical: 10 }).map(
      ({ severity }) => severity,
    ),
  ).toEqual(expected),
);
