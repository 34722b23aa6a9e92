import { expect, test } from 'vitest';
import { RepairPace } from './repair-pace.ts';

test('ten repairs a minute, then a pause until the oldest is a minute ago', () => {
  const pace = new RepairPace();
  for (let second = 0; second < 10; second += 1) {
    expect(pace.isSpent('dev', second * 1000)).toBe(false);
    pace.repaired('dev', second * 1000);
  }
  expect(pace.isSpent('dev', 30_000)).toBe(true);
  expect(pace.isSpent('prod', 30_000)).toBe(false);
  expect(pace.isSpent('dev', 60_000)).toBe(false);
});
