import { expect, test } from 'vitest';
import { type Occurrence, SeriesLog } from './event-series.ts';
import { TokenBucket } from './token-bucket.ts';

const limits = { idleMs: 1000, distinctNotes: 3, remembered: 5 };
const waiting = (note = 'waiting for approval'): Occurrence => ({
  type: 'Normal',
  reason: 'ApprovalNeeded',
  action: 'Migrate',
  note,
});

test('the same occurrence again counts up', () => {
  const log = new SeriesLog(limits);
  log.count('uid', waiting(), 0);
  expect(log.count('uid', waiting(), 900)).toMatchObject({
    count: 2,
    lastAt: 900,
    note: 'waiting for approval',
  });
});

test.each([
  ['another object', 'other', waiting()],
  ['another note', 'uid', waiting('waiting for a backup')],
  ['another reason', 'uid', { ...waiting(), reason: 'Other' }],
  ['another type', 'uid', { ...waiting(), type: 'Warning' as const }],
])('%s is another series', (_, subject, occurrence) => {
  const log = new SeriesLog(limits);
  log.count('uid', waiting(), 0);
  expect(log.count(subject, occurrence, 1).count).toBe(1);
});

test('after a pause a new series begins', () => {
  const log = new SeriesLog(limits);
  log.count('uid', waiting(), 0);
  expect(log.count('uid', waiting(), 1001).count).toBe(1);
});

test('too many different notes for one reason share a series', () => {
  const log = new SeriesLog(limits);
  const counted = ['a', 'b', 'c', 'd', 'e', 'b'].map((note) => log.count('uid', waiting(note), 0));
  expect(counted.map(({ note, count }) => [note, count])).toEqual([
    ['a', 1],
    ['b', 2], // the same object as the last one below
    ['c', 1],
    ['(combined from similar events): d', 2],
    ['(combined from similar events): d', 2],
    ['b', 2],
  ]);
});

test('no more is remembered than allowed, the longest idle is forgotten first', () => {
  const log = new SeriesLog(limits);
  for (let index = 0; index < 50; index += 1) log.count(`uid-${index}`, waiting(), index);
  expect(log.size).toBeLessThanOrEqual(5);
  expect(log.count('uid-49', waiting(), 50).count).toBe(2);
  expect(log.count('uid-0', waiting(), 50).count).toBe(1);
});

test('a bucket lets a burst through and then one after each refill', () => {
  const bucket = new TokenBucket(2, 100, 0);
  expect([0, 0, 0, 99, 100, 101, 500, 500, 500].map((now) => bucket.take(now))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
    true,
    true,
    false,
  ]);
});
