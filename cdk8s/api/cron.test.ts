import { expect, test } from 'vitest';
import { cronPattern, explainCron, explainRangeOrder } from './cron.ts';

test.each([
  ['0 3 * * *', undefined],
  ['*/15 8-18 1,15 jan-mar mon-fri', undefined],
  ['0 25 * * *', 'hour 25 is not in 0–23'],
  ['60 0 * * *', 'minute 60 is not in 0–59'],
  ['0 0 0 * *', 'day of the month 0 is not in 1–31'],
  ['0 0 1 13 *', 'month 13 is not in 1–12'],
  ['0 0 * * 8', 'day of the week 8 is not in 0–7'],
  ['0 3 * *', 'five cron fields are required (minute hour day month weekday), found 4'],
  ['0 0 3 * * *', 'five cron fields are required (minute hour day month weekday), found 6'],
  ['@daily', 'five cron fields are required (minute hour day month weekday), found 1'],
  ['0  3 * * *', 'one space is required between the cron fields, and none around them'],
  [
    '0 3 L * *',
    '"L" is not a cron day of the month: *, numbers, lists (1,2), ranges (1-5) and steps (*/15)',
  ],
])('%s', (schedule, reason) => {
  expect(explainCron(schedule)).toBe(reason);
  expect(cronPattern.test(schedule)).toBe(reason === undefined);
});

test('a range that goes backwards is found', () => {
  expect(explainRangeOrder('0 1-5,18-8/2 * * *')).toContain('18-8/2');
  expect(explainRangeOrder('0 8-18 * * 1-5')).toBeUndefined();
});
