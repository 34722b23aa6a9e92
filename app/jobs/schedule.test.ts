import { expect, test } from 'vitest';
import { nextBeat } from './schedule.ts';

test.each([
  ['every ten minutes', '*/10 * * * *', 'UTC', '2026-11-24T10:01:00Z', '2026-11-24T10:10:00Z'],
  [
    'a beat is not its own next',
    '0 3 * * *',
    'UTC',
    '2026-11-24T03:00:00Z',
    '2026-11-25T03:00:00Z',
  ],
  [
    'daily, at the time there',
    '0 3 * * *',
    'Europe/Berlin',
    '2026-11-24T03:00:00Z',
    '2026-11-25T02:00:00Z',
  ],
  ['east of midnight', '30 0 * * *', 'Asia/Tokyo', '2026-11-24T15:00:00Z', '2026-11-24T15:30:00Z'],
  ['on Sundays', '0 0 * * 0', 'UTC', '2026-11-24T00:00:00Z', '2026-11-29T00:00:00Z'],
  [
    'on Mondays and on the first',
    '0 0 1 * 1',
    'UTC',
    '2026-11-25T00:00:00Z',
    '2026-11-30T00:00:00Z',
  ],
  ['on 29 February', '0 0 29 2 *', 'UTC', '2026-11-24T00:00:00Z', '2028-02-29T00:00:00Z'],
  [
    'a time that summer time leaves out',
    '30 2 * * *',
    'Europe/Berlin',
    '2026-03-28T12:00:00Z',
    '2026-03-29T01:30:00Z',
  ],
  [
    'a time that occurs twice, once',
    '30 2 * * *',
    'Europe/Berlin',
    '2026-10-24T12:00:00Z',
    '2026-10-25T00:30:00Z',
  ],
  [
    'and then the next day',
    '30 2 * * *',
    'Europe/Berlin',
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00Z',
  ],
])('spec jobs#schedules: %s', (_, cron, timeZone, after, beat) =>
  expect(nextBeat({ cron, timeZone }, new Date(after))).toEqual(new Date(beat)),
);

test('a schedule without a beat is refused', () => {
  expect(() => nextBeat({ cron: '0 0 30 2 *', timeZone: 'UTC' }, new Date(0))).toThrow();
});
