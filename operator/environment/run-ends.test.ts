import { expect, test } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { Job } from './jobs.ts';
import { noon } from './plan.fixture.ts';
import { RunEnds } from './run-ends.ts';

const hour = 3_600_000;
const jobOf = (endedAt?: number): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate', uid: 'job' },
  status: {
    conditions:
      endedAt === undefined
        ? []
        : [{ type: 'Failed', status: 'True', lastTransitionTime: new Date(endedAt).toISOString() }],
  },
});

test.each([
  ['now', 0],
  ['in an hour', hour],
  ['an hour ago', -hour],
])('an end that was seen counts from then, though the cluster says it was %s', (_, skew) => {
  const clock = new ManualClock(noon);
  const ends = new RunEnds(clock);
  ends.look('dev', [jobOf()], clock.now());
  ends.look('dev', [jobOf(noon + skew)], clock.now());
  clock.advance(3_000);
  expect(ends.look('dev', [jobOf(noon + skew)], clock.now()).get('job')).toBe(noon);
});

test('after a restart the times of the API server say how long ago it was', () => {
  const clock = new ManualClock(noon);
  expect(new RunEnds(clock).look('dev', [jobOf(noon - 4_000)], clock.now()).get('job')).toBe(
    noon - 4_000,
  );
});

test('an end in the future is one of just now', () => {
  const clock = new ManualClock(noon);
  expect(new RunEnds(clock).look('dev', [jobOf(noon + hour)], clock.now()).get('job')).toBe(noon);
});

test('the elapsed time stays the same when the clock is set', () => {
  const clock = new ManualClock(noon);
  const ends = new RunEnds(clock);
  ends.look('dev', [jobOf(noon)], clock.now());
  clock.jump(hour);
  clock.advance(2_000);
  expect(clock.now() - (ends.look('dev', [jobOf(noon)], clock.now()).get('job') ?? 0)).toBe(2_000);
});

test('the moment does not tremble between passes', () => {
  const clock = new ManualClock(noon);
  const ends = new RunEnds(clock);
  ends.look('dev', [jobOf(noon)], clock.now());
  expect(ends.look('dev', [jobOf(noon)], clock.now() + 3).get('job')).toBe(noon);
});
