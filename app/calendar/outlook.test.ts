import { describe, expect, test } from 'vitest';
import type { CalendarEvent, Committee } from './event.ts';
import {
  endOf,
  neededRange,
  outlookOf,
  shortName,
  shownRange,
  stepFrom,
  titleOf,
} from './outlook.ts';
import type { View } from './schema.ts';

const at = (view: View, date: string) => ({ view, date, whose: undefined });

describe('spec calendar#views', () => {
  test.each<[View, string, string, string, string, string, string]>([
    [
      'day',
      '2026-02-16',
      '2026-02-16',
      '2026-02-16',
      'Mon 16 February 2026',
      '2026-02-15',
      '2026-02-17',
    ],
    [
      'week',
      '2026-02-18',
      '2026-02-16',
      '2026-02-22',
      '16–22 February 2026',
      '2026-02-09',
      '2026-02-23',
    ],
    [
      'week',
      '2026-04-05',
      '2026-03-30',
      '2026-04-05',
      '30 Mar – 5 Apr 2026',
      '2026-03-23',
      '2026-04-06',
    ],
    [
      'week',
      '2026-12-31',
      '2026-12-28',
      '2027-01-03',
      '28 Dec 2026 – 3 Jan 2027',
      '2026-12-21',
      '2027-01-04',
    ],
    [
      'week',
      '2026-09-28',
      '2026-09-28',
      '2026-10-04',
      '28 Sep – 4 Oct 2026',
      '2026-09-21',
      '2026-10-05',
    ],
    [
      'month',
      '2026-02-18',
      '2026-01-26',
      '2026-03-01',
      'February 2026',
      '2026-01-01',
      '2026-03-01',
    ],
    [
      'month',
      '2027-02-01',
      '2027-02-01',
      '2027-02-28',
      'February 2027',
      '2027-01-01',
      '2027-03-01',
    ],
    [
      'month',
      '2026-12-31',
      '2026-11-30',
      '2027-01-03',
      'December 2026',
      '2026-11-01',
      '2027-01-01',
    ],
    [
      'agenda',
      '2026-02-18',
      '2026-02-18',
      '2026-03-03',
      '18 Feb – 3 Mar 2026',
      '2026-02-04',
      '2026-03-04',
    ],
  ])('%s of %s', (view, date, start, end, title, before, after) => {
    const state = at(view, date);
    expect(shownRange(state)).toEqual({ start, end });
    expect(titleOf(state)).toBe(title);
    expect([stepFrom(state, -1), stepFrom(state, 1)]).toEqual([before, after]);
  });

  test('a page reads its period, the week of its date and, for a month, two weeks of a list', () => {
    expect(neededRange(at('day', '2026-02-18'), '2026-02-18')).toEqual({
      start: '2026-02-16',
      end: '2026-02-22',
    });
    expect(neededRange(at('month', '2026-02-18'), '2026-02-25')).toEqual({
      start: '2026-01-26',
      end: '2026-03-10',
    });
  });

  const committee = (id: string, isOwn: boolean): Committee => ({
    ...{ id, label: `Board ${id}`, name: id, isOwn, isMeeting: true, mayConfirm: false },
    ...{ cadence: 'daily', weekday: '', anchor: null, holidayRule: 'keep' },
    ...{ time: '10:00', minutes: 60, location: '', version: '1', updatedAt: '' },
  });
  const shown = (committees: readonly Committee[], whose?: 'mine' | 'all') => {
    const content = { committees, meetings: [], holidays: new Set<number>() };
    const facts = { today: '2026-02-18', timeZone: 'UTC', hasMany: false, content };
    const found = outlookOf({ ...at('day', '2026-02-18'), whose }, facts);
    return [found.whose, found.events.map((event: CalendarEvent) => event.committee.id)];
  };
  const [own, other] = [committee('1', true), committee('2', false)];

  test('a reader with a position sees the own committees first, one without all', () => {
    expect(shown([own, other])).toEqual(['mine', ['1']]);
    expect(shown([own, other], 'all')).toEqual(['all', ['1', '2']]);
    expect(shown([other])).toEqual(['all', ['2']]);
    expect(shown([other], 'mine')).toEqual(['mine', []]);
  });
});

test.each([
  ['Change Advisory Board', 'CAB'],
  ['IT Governance Board', 'ITGB'],
  ['Board of the Works', 'BW'],
  ['Procurement', 'Procurem'],
  ['Élan vital', 'ÉV'],
  ['—', '—'],
])('the short name of %s is %s', (label, short) => expect(shortName(label)).toBe(short));

test.each([
  ['10:00', 90, '11:30'],
  ['23:30', 60, '00:30'],
])('a meeting at %s for %i minutes ends at %s', (time, minutes, end) =>
  expect(endOf({ time, minutes })).toBe(end),
);
