import { expect, test } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { noon } from './plan.fixture.ts';
import { RepairPace } from './repair-pace.ts';

test('ten repairs a minute, then a pause until the oldest is a minute ago', () => {
  const clock = new ManualClock(noon);
  const pace = new RepairPace(clock);
  for (let repair = 0; repair < 10; repair += 1) {
    expect(pace.isSpent('dev')).toBe(false);
    pace.repaired('dev');
    clock.advance(1000);
  }
  clock.advance(20_000);
  expect(pace.isSpent('dev')).toBe(true);
  expect(pace.isSpent('prod')).toBe(false);
  clock.jump(3_600_000);
  expect(pace.isSpent('dev')).toBe(true);
  clock.advance(30_000);
  expect(pace.isSpent('dev')).toBe(false);
});
