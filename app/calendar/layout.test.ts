import { describe, expect, test } from 'vitest';
import type { CalendarEvent } from './event.ts';
import { layoutDay, rowsOf, shownRows } from './layout.ts';

const event = (time: string, minutes: number): CalendarEvent =>
  ({ time, minutes, date: '2026-03-04' }) as CalendarEvent;
const usual = { first: 14, last: 38 };

/** Lanes as times, blocks as their rows. */
const drawn = (...events: CalendarEvent[]) =>
  layoutDay(events, shownRows(events)).blocks.map(({ rows, lanes }) =>
    lanes.length === 0
      ? rows
      : lanes.map((lane) => lane.map(({ event: one, rows: height }) => one?.time ?? height)),
  );

describe('spec calendar#views', () => {
  test.each([
    ['10:00', 60, { first: 20, last: 22 }],
    ['10:00', 10, { first: 20, last: 21 }],
    ['10:00', 61, { first: 20, last: 23 }],
    ['09:15', 30, { first: 18, last: 19 }],
    ['00:00', 1440, { first: 0, last: 48 }],
    ['23:30', 120, { first: 47, last: 48 }],
  ])('a meeting at %s for %i minutes takes half-hour rows', (time, minutes, rows) =>
    expect(rowsOf({ time, minutes })).toEqual(rows),
  );

  test.each([
    ['without meetings', [], usual],
    ['with a meeting within them', [event('10:00', 60)], usual],
    ['with an early meeting', [event('05:30', 30)], { first: 10, last: 38 }],
    ['with a late meeting', [event('19:00', 90)], { first: 14, last: 42 }],
    ['with one until midnight', [event('23:00', 60)], { first: 14, last: 48 }],
  ])('whole hours are shown, 7 to 19 at least: %s', (_, events, rows) =>
    expect(shownRows(events)).toEqual(rows),
  );

  test('a day without meetings is one free block', () => expect(drawn()).toEqual([24]));

  test('meetings one after the other have the whole width', () =>
    expect(drawn(event('10:00', 60), event('11:00', 60))).toEqual([
      6,
      [['10:00']],
      [['11:00']],
      14,
    ]));

  test('meetings that overlap are beside each other, also by way of others', () =>
    expect(drawn(event('09:00', 120), event('09:15', 15), event('10:30', 60))).toEqual([
      4,
      [['09:00'], ['09:15', 2, '10:30']],
      15,
    ]));

  test('meetings that find no lane are counted', () => {
    const { blocks, left } = layoutDay(
      Array.from({ length: 9 }, () => event('10:00', 60)),
      usual,
    );
    expect([blocks[1]?.lanes.length, left]).toEqual([6, 3]);
  });
});
