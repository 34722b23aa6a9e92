import { expect, test } from 'vitest';
import { nextWait, waitWith } from './waits.ts';

test('waits double from one second to thirty', () => {
  const waits = [nextWait(undefined)];
  for (let count = 0; count < 6; count += 1) waits.push(nextWait(waits.at(-1)));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('a wait is shortened by at most half, by chance', () => {
  expect([0, 0.5, 1].map((chance) => waitWith(8_000, chance))).toEqual([4_000, 6_000, 8_000]);
});
