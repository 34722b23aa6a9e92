import { describe, expect, test } from 'vitest';
import type { Entry } from '../entry.ts';
import { forecastOf, movedEntry, type Place, planOf } from './rules.ts';

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  ...{ id, kind: 'point', title: id, minutes: 10, status: 'scheduled', itemType: 'informative' },
  ...{ presenter: null, used: 0, runningSince: null, notes: '', notesVersion: 0 },
  ...more,
});
const now = new Date('2026-11-24T10:30:00Z');
const plan = (...entries: Entry[]) => planOf(entries, { begins: '10:00', duration: 60, now });

describe('spec meetings#plan', () => {
  test('entries begin one after the other; sections take no time and have no number', () => {
    const { entries, minutes, points, ends, excess } = plan(
      entry('a'),
      entry('s', { kind: 'section', minutes: null, status: null }),
      entry('b', { minutes: 25 }),
      entry('p', { kind: 'break', minutes: 15, status: null }),
      entry('c', { minutes: null }),
    );
    expect(entries.map(({ number, begins }) => [number, begins])).toEqual([
      [1, '10:00'],
      [null, '10:10'],
      [2, '10:10'],
      [null, '10:35'],
      [3, '10:50'],
    ]);
    expect([minutes, points, ends, excess]).toEqual([50, 3, '10:50', 0]);
  });

  test('an agenda that is longer than the meeting exceeds it, also past midnight', () => {
    const { excess, ends } = planOf([entry('a', { minutes: 90 })], {
      ...{ begins: '23:30', duration: 60, now },
    });
    expect([excess, ends]).toEqual([30, '01:00']);
  });

  test.each<[string, Partial<Entry>, number, number]>([
    ['not begun', {}, 0, 0],
    ['within its time', { used: 480 }, 480, 0],
    ['beyond its time', { used: 720 }, 720, 120],
    ['running', { used: 60, runningSince: '2026-11-24T10:20:00Z' }, 660, 60],
    ['running, by a clock that is ahead', { runningSince: '2026-11-24T10:31:00Z' }, 0, 0],
    ['without a plan', { minutes: null, used: 900 }, 900, 0],
    ['running since a moment that makes no sense', { used: 5, runningSince: 'x' }, 5, 0],
  ])('an entry that is %s', (_, more, used, over) => {
    const [only] = plan(entry('a', more)).entries;
    expect([only?.usedNow, only?.over]).toEqual([used, over]);
  });

  test('the next entry follows the current one; closed ones and sections are passed over', () => {
    const running = { runningSince: '2026-11-24T10:20:00Z' };
    const { current, next } = plan(
      entry('open'),
      entry('now', running),
      entry('voted', { status: 'voted' }),
      entry('s', { kind: 'section', status: null }),
      entry('then'),
    );
    expect([current?.id, next?.id]).toEqual(['now', 'then']);
    expect(plan(entry('open'), entry('now', running)).next?.id).toBe('open');
    expect(plan(entry('had', { used: 9 }), entry('now', running)).next).toBeUndefined();
    expect(plan(entry('a'), entry('b')).next?.id).toBe('a');
  });

  test.each<[string, readonly Entry[], number, string]>([
    ['as planned', [entry('a'), entry('b')], 0, '10:22'],
    ['one that took longer', [entry('a', { used: 720 }), entry('b')], 2, '10:24'],
    ['one that was short', [entry('a', { used: 300 }), entry('b')], -5, '10:17'],
    [
      'one that runs over',
      [entry('a', { used: 900, runningSince: now.toISOString() }), entry('b')],
      5,
      '10:27',
    ],
  ])('the expected end of a meeting follows used time: %s', (_, entries, late, ends) =>
    expect(forecastOf(plan(...entries), '10:02')).toEqual({ late, ends }),
  );
});

test.each<[string, string, Place, string | undefined]>([
  ['up', 'b', { by: 'up' }, 'bacd'],
  ['down', 'b', { by: 'down' }, 'acbd'],
  ['up from the top', 'a', { by: 'up' }, undefined],
  ['down from the bottom', 'd', { by: 'down' }, undefined],
  ['before the first', 'c', { before: 'a' }, 'cabd'],
  ['before the last', 'a', { before: 'd' }, 'bcad'],
  ['to the end', 'a', { before: null }, 'bcda'],
  ['before the one that follows', 'a', { before: 'b' }, undefined],
  ['before itself', 'a', { before: 'a' }, undefined],
  ['before an unknown one', 'a', { before: 'x' }, undefined],
  ['of an unknown one', 'x', { by: 'up' }, undefined],
])('spec meetings#order: an entry moves %s', (_, id, place, order) =>
  expect(movedEntry([...'abcd'], id, place)?.join('')).toBe(order),
);
