import { expect, test } from 'vitest';
import { ClusterClock } from './cluster-clock.ts';
import { ManualClock } from './manual-clock.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const hour = 3_600_000;

test('until the first answer it is the machine’s own time', () => {
  expect(new ClusterClock(new ManualClock(noon)).now()).toBe(noon);
});

test.each([
  ['an hour ahead', hour],
  ['an hour behind', -hour],
])('on a machine that is %s it is the API server’s time to the second', (_, skew) => {
  const local = new ManualClock(noon + skew);
  const clock = new ClusterClock(local);
  clock.observe(noon, 20);
  local.advance(90_000);
  expect(Math.abs(clock.now() - (noon + 90_000))).toBeLessThanOrEqual(1000);
});

test('it goes on evenly while the machine’s clock is set', () => {
  const local = new ManualClock(noon);
  const clock = new ClusterClock(local);
  clock.observe(noon, 20);
  const before = clock.now();
  local.jump(hour);
  local.advance(10);
  expect(clock.now() - before).toBe(10);
});

test('a response without news changes nothing', () => {
  const local = new ManualClock(noon);
  const clock = new ClusterClock(local);
  clock.observe(noon, 20);
  local.advance(300);
  const before = clock.now();
  clock.observe(noon, 20);
  expect(clock.now()).toBe(before);
});

test('it follows an API server whose clock was set', () => {
  const clock = new ClusterClock(new ManualClock(noon));
  clock.observe(noon, 20);
  clock.observe(noon - hour, 20);
  expect(Math.abs(clock.now() - (noon - hour))).toBeLessThanOrEqual(1020);
});
