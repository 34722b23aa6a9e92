import { expect, test } from 'vitest';
import { dateOf } from './days.ts';
import type { CalendarEvent, StoredMeeting } from './event.ts';
import { partOfEvents } from './parts.ts';

const event = (committee: string, date: string, meeting?: string): CalendarEvent => ({
  committee: { id: committee } as CalendarEvent['committee'],
  ...{ date, time: '', minutes: 0, location: '', cadence: '', canConfirm: false },
  ...(meeting === undefined ? {} : { meeting: { id: meeting } as StoredMeeting }),
});
const [end, most] = ['2026-06-30', 7];
const committees = [
  ...[1, 2, 3, 4].map((place) => ({ sortOrder: 0, id: `${90 + place}` })),
  ...[5, 6, 7].map((place) => ({ sortOrder: place, id: `${place}` })),
];
const name = ({ committee, date, meeting }: CalendarEvent) =>
  `${committee.id} ${date.slice(8)} ${meeting?.id ?? ''}`.trim();

/** Reads all parts as a program does. */
function follow(events: readonly CalendarEvent[], size: number): readonly string[][] {
  const parts: string[][] = [];
  let after: readonly number[] | undefined;
  for (let turn = 0; turn < 100; turn += 1) {
    const [order = 0, id = 0] = after ?? [];
    const left = committees.filter(
      (one) =>
        after === undefined ||
        one.sortOrder > order ||
        (one.sortOrder === order && Number(one.id) >= id),
    );
    const read = left.slice(0, size + 1);
    const known = events.filter(({ committee }) =>
      read.some(({ id: one }) => one === committee.id),
    );
    const wanted = { committees: read, hasMore: left.length > read.length, after, size, end };
    const { events: shown, next } = partOfEvents(known, wanted);
    parts.push(shown.map(name));
    if (next === null) return parts;
    after = next.split('.').map(Number);
  }
  throw new Error('The parts have no end.');
}

test.each([1, 2, 3, most, 100])('parts of %i have each event once, in order', (size) => {
  const days = [1, 2, 30].map((day) => dateOf(Date.UTC(2026, 5, day) / 86_400_000));
  const events = [
    ...days.map((date) => event('7', date)),
    ...days.map((date) => event('92', date)),
    event('92', days[1] ?? '', '12'),
    event('92', days[1] ?? '', '8'),
    event('93', days[2] ?? ''),
  ];
  const parts = follow(events, size);
  expect(parts.flat()).toEqual([
    ...['92 01', '92 02', '92 02 8', '92 02 12', '92 30', '93 30'],
    ...['7 01', '7 02', '7 30'],
  ]);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(size);
});

test('the last part says so, and so does a calendar without events', () => {
  expect(follow([event('7', end)], most)).toEqual([['7 30']]);
  expect(follow([], 3)).toEqual([[], []]);
});
