import { expect, test } from 'vitest';
import { judgeSize } from './database.ts';

test.each([
  [449, []],
  [450, ['medium, only if active']],
  [499, ['medium, only if active']],
  [500, ['medium']],
  [1000, ['medium']],
  [1001, ['high']],
])('spec warnings#generators: a database of %i MB with a threshold of 500: %j', (size, words) => {
  const found = judgeSize(size, 500).map(
    ({ severity, keepsOnly }) => `${severity}${keepsOnly === true ? ', only if active' : ''}`,
  );
  expect(found).toEqual(words);
});

test('a database that doubles its threshold got worse', () => {
  const level = (size: number) => judgeSize(size, 500)[0]?.level ?? 0;
  expect(level(1200)).toBeGreaterThan(level(900));
});
