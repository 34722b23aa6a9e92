import fc from 'fast-check';
import { type Options, RRule } from 'rrule';
import { describe, expect, test } from 'vitest';
import { type Cadence, occurrences } from './cadence.ts';
import { dateOf, dayOf } from './days.ts';

const weekly: Cadence = { cadence: 'weekly', weekday: 'monday', anchor: null, holidayRule: 'keep' };

const datesOf = (
  cadence: Partial<Cadence>,
  [first, last]: readonly [string, string],
  ...holidays: string[]
): string[] =>
  occurrences(
    { ...weekly, ...cadence },
    { first: dayOf(first), last: dayOf(last) },
    new Set(holidays.map(dayOf)),
  ).map(dateOf);

const spring = ['2026-01-01', '2026-03-08'] as const;
const march = ['2026-03-01', '2026-03-31'] as const;

describe('spec calendar#cadences', () => {
  test.each<[string, Partial<Cadence>, readonly [string, string], string[]]>([
    [
      'biweekly on Monday',
      { cadence: 'biweekly' },
      spring,
      ['2026-01-05', '2026-01-19', '2026-02-02', '2026-02-16', '2026-03-02'],
    ],
    [
      'biweekly on Thursday',
      { cadence: 'biweekly', weekday: 'Thursday' },
      spring,
      ['2026-01-08', '2026-01-22', '2026-02-05', '2026-02-19', '2026-03-05'],
    ],
    [
      'biweekly on Friday',
      { cadence: 'biweekly', weekday: 'friday' },
      spring,
      ['2026-01-09', '2026-01-23', '2026-02-06', '2026-02-20', '2026-03-06'],
    ],
    [
      'biweekly before the anchor',
      { cadence: 'biweekly', weekday: 'wednesday' },
      ['2025-12-22', '2026-01-04'],
      ['2025-12-24'],
    ],
    [
      'biweekly from an anchor of its own',
      { cadence: 'biweekly', anchor: '2026-01-12' },
      ['2025-12-20', '2026-02-01'],
      ['2025-12-29', '2026-01-12', '2026-01-26'],
    ],
    [
      'biweekly from an anchor on another day of the week',
      { cadence: 'biweekly', anchor: '2026-01-14' },
      ['2026-01-05', '2026-02-01'],
      ['2026-01-12', '2026-01-26'],
    ],
    [
      'monthly on Wednesday',
      { cadence: 'monthly', weekday: 'wednesday' },
      ['2026-01-01', '2026-05-31'],
      ['2026-01-07', '2026-02-04', '2026-03-04', '2026-04-01', '2026-05-06'],
    ],
    ['weekly', { weekday: 'SUNDAY' }, ['2026-03-20', '2026-04-01'], ['2026-03-22', '2026-03-29']],
    ['both ends are included', {}, ['2026-03-02', '2026-03-09'], ['2026-03-02', '2026-03-09']],
    ['an end before the start', {}, ['2026-03-09', '2026-03-02'], []],
    ['ad hoc', { cadence: 'ad-hoc' }, march, []],
    ['no cadence', { cadence: '' }, march, []],
    ['an unknown cadence', { cadence: 'yearly' }, march, []],
    ['no weekday', { weekday: '' }, march, []],
    ['an unknown weekday', { cadence: 'monthly', weekday: 'someday' }, march, []],
  ])('%s', (_, cadence, range, dates) => expect(datesOf(cadence, range)).toEqual(dates));

  test('daily meetings are on every day, working days are from Monday to Friday', () => {
    expect(datesOf({ cadence: 'daily', weekday: '' }, march)).toHaveLength(31);
    const days = datesOf({ cadence: 'working_days', weekday: '' }, march);
    expect(days).toHaveLength(22);
    expect(days.filter((date) => [0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
  });

  test('a leap day is a day like others', () =>
    expect(datesOf({ cadence: 'daily' }, ['2028-02-28', '2028-03-01'])).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ]));
});

describe('spec calendar#holidays', () => {
  const christmas = ['2026-12-24', '2026-12-25', '2026-12-28'];
  const range = ['2026-12-18', '2027-01-01'] as const;
  test.each<[string, Partial<Cadence>, readonly [string, string], string[]]>([
    ['kept', { weekday: 'friday' }, range, ['2026-12-18', '2026-12-25', '2027-01-01']],
    ['left out', { weekday: 'friday', holidayRule: 'skip' }, range, ['2026-12-18', '2027-01-01']],
    [
      'moved over the weekend and the next holiday',
      { weekday: 'friday', holidayRule: 'next_working_day' },
      range,
      ['2026-12-18', '2026-12-29', '2027-01-01'],
    ],
    [
      'moved into the range from before it',
      { weekday: 'thursday', holidayRule: 'next_working_day' },
      ['2026-12-29', '2026-12-30'],
      ['2026-12-29'],
    ],
    [
      'moved out of the range',
      { weekday: 'friday', holidayRule: 'next_working_day' },
      ['2026-12-19', '2026-12-28'],
      [],
    ],
    [
      'moved onto a day that has one already',
      { cadence: 'working_days', holidayRule: 'next_working_day' },
      ['2026-12-23', '2026-12-30'],
      ['2026-12-23', '2026-12-29', '2026-12-30'],
    ],
    [
      'a meeting on a Saturday stays if it is no holiday',
      { weekday: 'saturday', holidayRule: 'next_working_day' },
      range,
      ['2026-12-19', '2026-12-26'],
    ],
  ])('a meeting on a holiday is %s', (_, cadence, dates, expected) =>
    expect(datesOf(cadence, dates, ...christmas)).toEqual(expected),
  );
});

/** The same rules, read by a library for recurrence rules. */
const readings: Readonly<Record<string, (weekday: number) => Partial<Options>>> = {
  daily: () => ({ freq: RRule.DAILY }),
  working_days: () => ({ freq: RRule.DAILY, byweekday: [0, 1, 2, 3, 4] }),
  weekly: (weekday) => ({ freq: RRule.WEEKLY, byweekday: [weekday] }),
  biweekly: (weekday) => ({ freq: RRule.WEEKLY, interval: 2, byweekday: [weekday] }),
  monthly: (weekday) => ({ freq: RRule.MONTHLY, byweekday: [weekday], bysetpos: [1] }),
};
const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

test('spec calendar#cadences: random cadences are read as a library for recurrence rules does', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(readings)),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: dayOf('2019-12-30'), max: dayOf('2033-12-31') }),
      fc.integer({ min: 0, max: 100 }),
      fc.option(fc.integer({ min: monday - 6000, max: monday + 6000 })),
      (cadence, weekday, first, length, anchor) => {
        const range = { first, last: first + length };
        const wanted = {
          ...weekly,
          cadence,
          weekday: names[weekday] ?? '',
          anchor: anchor === null ? null : dateOf(anchor),
        };
        expect(occurrences(wanted, range, new Set()).map(dateOf)).toEqual(
          byLibrary({ ...readings[cadence]?.(weekday) }, range, anchor ?? monday),
        );
      },
    ),
    { numRuns: 10_000 },
  );
}, 60_000);

const monday = dayOf('2026-01-05');

/** The library counts forwards only: from an even week before the range, in an earlier month. */
function byLibrary(
  rule: Partial<Options>,
  { first, last }: { first: number; last: number },
  anchor: number,
): string[] {
  // Its weeks begin on a Monday.
  const week = anchor - ((((anchor - monday) % 7) + 7) % 7);
  const start = week + 14 * Math.floor((first - 40 - week) / 14);
  const [dtstart, from, until] = [start, first, last].map((day) => new Date(dateOf(day)));
  return new RRule({ ...rule, dtstart: dtstart ?? null, until: until ?? null })
    .all()
    .filter((date) => from !== undefined && date >= from)
    .map((date) => date.toISOString().slice(0, 10));
}
