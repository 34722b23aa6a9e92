import { expect, test } from 'vitest';
import { schedule } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const iso = (moment: number | undefined) =>
  moment === undefined ? undefined : new Date(moment).toISOString();

test.each([
  [
    '0 3 * * *',
    'UTC',
    '2026-11-24T12:00:00Z',
    '2026-11-25T03:00:00.000Z',
    '2026-11-24T03:00:00.000Z',
  ],
  [
    '0 3 * * *',
    'UTC',
    '2026-11-24T03:00:00Z',
    '2026-11-25T03:00:00.000Z',
    '2026-11-24T03:00:00.000Z',
  ],
  [
    '*/15 9-17 * * 1-5',
    'UTC',
    '2026-11-20T17:50:00Z',
    '2026-11-23T09:00:00.000Z',
    '2026-11-20T17:45:00.000Z',
  ],
  [
    '0 3 * * *',
    'Europe/Berlin',
    '2026-07-01T00:00:00Z',
    '2026-07-01T01:00:00.000Z',
    '2026-06-30T01:00:00.000Z',
  ],
  [
    '0 0 29 2 *',
    'UTC',
    '2026-11-24T00:00:00Z',
    '2028-02-29T00:00:00.000Z',
    '2024-02-29T00:00:00.000Z',
  ],
  [
    '0 0 1 * 1',
    'UTC',
    '2026-11-24T00:00:00Z',
    '2026-11-30T00:00:00.000Z',
    '2026-11-23T00:00:00.000Z',
  ],
  ['0 0 31 2 *', 'UTC', '2026-11-24T00:00:00Z', undefined, undefined],
  [
    '30 23 * * sun',
    'Pacific/Auckland',
    '2026-11-24T00:00:00Z',
    '2026-11-29T10:30:00.000Z',
    '2026-11-22T10:30:00.000Z',
  ],
])('%s in %s at %s: next %s, before %s', (expression, zone, now, next, previous) => {
  const plan = schedule(expression, zone);
  expect([iso(plan.next(at(now))), iso(plan.previous(at(now)))]).toEqual([next, previous]);
});

test('an hour that summer time leaves out runs when it would have been', () => {
  // 29 March 2026: 02:00 becomes 03:00 in Berlin.
  expect(iso(schedule('30 2 * * *', 'Europe/Berlin').next(at('2026-03-28T12:00:00Z')))).toBe(
    '2026-03-29T01:30:00.000Z',
  );
});

test('an hour that occurs twice runs the first time only', () => {
  // 25 October 2026: 03:00 becomes 02:00 in Berlin.
  const plan = schedule('30 2 * * *', 'Europe/Berlin');
  expect(iso(plan.next(at('2026-10-24T12:00:00Z')))).toBe('2026-10-25T00:30:00.000Z');
  expect(iso(plan.next(at('2026-10-25T00:30:00Z')))).toBe('2026-10-26T01:30:00.000Z');
});
