import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayIn,
  endOfDay,
  firstTimeZone,
  isoIn,
  isTimeZone,
  momentOf,
  offsetAt,
  startOfDay,
  timeZones,
} from './time-zone.ts';

describe('a name of a time zone', () => {
  test.each([
    'UTC',
    'Europe/Oslo',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'America/Argentina/Buenos_Aires',
    'Etc/GMT+5',
  ])('%s is one', (text) => expect(isTimeZone(text)).toBe(true));
  test.each([
    '',
    'Oslo/Europe',
    '+01:00',
    'UTC; drop',
    'x'.repeat(80),
    '../../etc/passwd',
    'Europe/Oslo\n',
  ])('%j is none', (text) => expect(isTimeZone(text)).toBe(false));
  test('the first one of several wishes counts, and UTC when there is none', () => {
    expect(firstTimeZone(undefined, 'nonsense', 'Asia/Tokyo', 'Europe/Oslo')).toBe('Asia/Tokyo');
    expect(firstTimeZone(undefined, '')).toBe('UTC');
  });
});

test.each([
  ['UTC', '2026-11-24T09:41:12.000Z'],
  ['Europe/Oslo', '2026-11-24T10:41:12.000+01:00'],
  ['America/New_York', '2026-11-24T04:41:12.000-05:00'],
  ['America/St_Johns', '2026-11-24T06:11:12.000-03:30'],
  ['Asia/Kathmandu', '2026-11-24T15:26:12.000+05:45'],
])('in %s a moment is written %s', (timeZone, text) => {
  const at = new Date('2026-11-24T09:41:12Z');
  expect(isoIn(at, timeZone)).toBe(text);
  expect(new Date(text)).toEqual(at);
});

test('late in the evening it is tomorrow further east', () => {
  const at = new Date('2026-11-24T20:00:00Z');
  expect([dayIn(at, 'America/New_York'), dayIn(at, 'UTC'), dayIn(at, 'Asia/Tokyo')]).toEqual([
    '2026-11-24',
    '2026-11-24',
    '2026-11-25',
  ]);
});

test.each([
  ['2026-11-24', '10:00', 'UTC', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24', '10:00', 'Europe/Oslo', '2026-11-24T09:00:00.000Z'],
  ['2026-07-01', '10:00', 'Europe/Oslo', '2026-07-01T08:00:00.000Z'],
  ['2026-11-24', '23:30', 'America/New_York', '2026-11-25T04:30:00.000Z'],
  // Skipped: clocks go from two to three.
  ['2026-03-29', '02:30', 'Europe/Oslo', '2026-03-29T01:30:00.000Z'],
  // Repeated: clocks go from three to two.
  ['2026-10-25', '02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
])('%s %s in %s is the moment %s', (date, time, timeZone, at) =>
  expect(momentOf(date, time, timeZone).toISOString()).toBe(at),
);

describe('a day begins', () => {
  test.each([
    ['2026-11-24', 'Europe/Oslo', '2026-11-23T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Oslo', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29', 'Europe/Oslo', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 'Europe/Oslo', '2026-10-24T22:00:00.000Z'],
    ['2026-11-24', 'America/New_York', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24', 'Asia/Kathmandu', '2026-11-23T18:15:00.000Z'],
  ])('%s in %s at %s', (date, timeZone, at) =>
    expect(startOfDay(date, timeZone).toISOString()).toBe(at),
  );

  test('at one, where midnight was left out', () =>
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo').toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    ));

  test('and ends where the next one begins, also when it has 25 hours', () =>
    expect(endOfDay('2026-10-25', 'Europe/Oslo').toISOString()).toBe('2026-10-25T23:00:00.000Z'));

  test('in every zone: the moment is of that day, and the one before is not', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...timeZones),
        fc.date({ min: new Date('2013-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (timeZone, some) => {
          const date = some.toISOString().slice(0, 10);
          const start = startOfDay(date, timeZone);
          expect(dayIn(start, timeZone)).toBe(date);
          expect(dayIn(new Date(start.getTime() - 1), timeZone) < date).toBe(true);
        },
      ),
    ));
});

test('offsets are those of the moment', () => {
  expect(offsetAt(new Date('2026-07-01T00:00:00Z'), 'Europe/Oslo')).toBe(120);
  expect(offsetAt(new Date('2026-12-01T00:00:00Z'), 'Europe/Oslo')).toBe(60);
});
