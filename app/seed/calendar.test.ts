import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, writeDated } from './calendar.ts';

const at = (date: string) => new Date(`${date}T11:30:00Z`);

describe('a working day relative to the day of seeding', () => {
  test.each([
    ['today', 0, '2026-11-24', '2026-11-24'],
    ['a Saturday becomes the Friday before', 0, '2026-11-28', '2026-11-27'],
    ['a Sunday becomes the Friday before', 0, '2026-11-29', '2026-11-27'],
    ['days back', -36, '2026-11-24', '2026-10-19'],
    ['days back onto a Sunday', -9, '2026-11-24', '2026-11-13'],
  ])('%s', (_, workingDay, today, expected) =>
    expect(dayOf({ workingDay }, at(today))).toBe(expected),
  );
});

describe('an occurrence of a cadence', () => {
  test.each([
    [
      'the next first Wednesday of a month',
      { cadence: 'monthly', weekday: 'wednesday', occurrence: 1 },
      '2026-01-07',
      '2026-02-04',
    ],
    [
      'the one before, never today',
      { cadence: 'monthly', weekday: 'wednesday', occurrence: -1 },
      '2026-02-04',
      '2026-01-07',
    ],
    [
      'two ahead',
      { cadence: 'monthly', weekday: 'wednesday', occurrence: 2 },
      '2026-02-05',
      '2026-04-01',
    ],
    [
      'biweekly Thursdays',
      { cadence: 'biweekly', weekday: 'thursday', occurrence: 1 },
      '2026-01-22',
      '2026-02-05',
    ],
    [
      'biweekly Fridays backwards',
      { cadence: 'biweekly', weekday: 'friday', occurrence: -2 },
      '2026-03-06',
      '2026-02-06',
    ],
    [
      'biweekly parity before its anchor',
      { cadence: 'biweekly', weekday: 'monday', occurrence: -1 },
      '2026-01-05',
      '2025-12-22',
    ],
    [
      'working days skip the weekend',
      { cadence: 'working_days', occurrence: 1 },
      '2026-11-27',
      '2026-11-30',
    ],
    [
      'weekly',
      { cadence: 'weekly', weekday: 'wednesday', occurrence: 1 },
      '2026-11-25',
      '2026-12-02',
    ],
  ] as const)('%s', (_, rule, today, expected) => expect(dayOf(rule, at(today))).toBe(expected));

  test('keeps its order on any day of seeding', () =>
    fc.assert(
      fc.property(
        fc.date({ min: at('2024-01-01'), max: at('2040-01-01'), noInvalidDate: true }),
        (now) => {
          const days = [-2, -1, 1, 2].map((occurrence) =>
            dayOf({ cadence: 'monthly', weekday: 'wednesday', occurrence }, now),
          );
          expect(days).toEqual([...days].sort());
          expect(new Set(days).size).toBe(4);
        },
      ),
    ));
});

test('a dated text names parts of its day', () => {
  const day = { workingDay: 0 };
  expect(writeDated({ day }, at('2026-03-05'))).toBe('2026-03-05');
  expect(
    writeDated(
      { day, text: 'Q{quarter} {year}, {month}/{monthday}, {date}T09:30:00 {other}' },
      at('2026-03-05'),
    ),
  ).toBe('Q1 2026, 03/0305, 2026-03-05T09:30:00 {other}');
});
