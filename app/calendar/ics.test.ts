import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import type { CalendarEvent, Committee, StoredMeeting } from './event.ts';
import { icsOf } from './ics.ts';

const committee: Committee = {
  ...{ id: '7', label: 'Räte, Gremien; \\ “Board”', name: 'board', isMeeting: true },
  ...{ mayConfirm: false, isOwn: true, cadence: 'weekly', weekday: 'monday', anchor: null },
  ...{ holidayRule: 'keep', time: '10:00', minutes: 90, location: 'Room 1' },
  ...{ version: '3', updatedAt: '2026-01-02T03:04:05.678+00:00' },
};
const stored: StoredMeeting = {
  ...{ id: '12', torId: '7', date: '2026-03-30', occurrence: '2026-03-23', status: 'confirmed' },
  ...{ location: '', version: '2', updatedAt: '2026-02-02T03:04:05Z' },
};
const event = (date: string, meeting?: StoredMeeting): CalendarEvent => ({
  ...{ committee, date, time: '10:00', minutes: 90, location: 'Room 1', cadence: 'weekly' },
  ...{ canConfirm: false, ...(meeting === undefined ? {} : { meeting }) },
});

/** Reads a file with a parser that is not the writer's. */
function read(events: readonly CalendarEvent[]) {
  const options = { name: 'Mine', timeZone: 'Europe/Oslo', origin: 'https://ahlt.example' };
  const text = icsOf(events, options);
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const of = new ICAL.Event(component);
    return {
      uid: of.uid,
      sequence: of.sequence,
      summary: of.summary,
      location: of.location,
      start: of.startDate.toJSDate().toISOString(),
      end: of.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue('status'),
      stamp: String(component.getFirstPropertyValue('dtstamp')),
    };
  });
}

test('spec calendar#subscriptions: a projected meeting is tentative, at its local time', () => {
  expect(read([event('2026-03-23'), event('2026-03-30')])).toEqual([
    {
      uid: '7-2026-03-23@ahlt.example',
      sequence: 3,
      summary: committee.label,
      location: 'Room 1',
      // Ten o'clock before and after clocks go forward.
      start: '2026-03-23T09:00:00.000Z',
      end: '2026-03-23T10:30:00.000Z',
      status: 'TENTATIVE',
      stamp: '2026-01-02T03:04:05Z',
    },
    expect.objectContaining({ start: '2026-03-30T08:00:00.000Z' }),
  ]);
});

test('spec calendar#identity: a meeting that moved or was cancelled keeps its UID, and its SEQUENCE grows', () => {
  const [projected] = read([event('2026-03-23')]);
  const [moved] = read([event('2026-03-30', stored)]);
  const cancelled = { ...stored, status: 'cancelled', version: '4' };
  const [gone] = read([event('2026-03-30', cancelled)]);
  expect(new Set([projected?.uid, moved?.uid, gone?.uid]).size).toBe(1);
  expect([projected, moved, gone].map((each) => each?.sequence)).toEqual([3, 5, 7]);
  expect([moved?.status, gone?.status]).toEqual(['CONFIRMED', 'CANCELLED']);
  expect(moved?.stamp).toBe('2026-02-02T03:04:05Z');
});

test('spec calendar#identity: a meeting for no projected date has a UID of its own', () => {
  const [own] = read([event('2026-03-30', { ...stored, occurrence: null })]);
  expect(own?.uid).toBe('meeting-12@ahlt.example');
});

test('spec calendar#subscriptions: the same meetings give the same text, and none an empty calendar', () => {
  const options = { name: 'Mine', timeZone: 'UTC', origin: undefined };
  expect(icsOf([event('2026-03-23')], options)).toBe(icsOf([event('2026-03-23')], options));
  expect(new ICAL.Component(ICAL.parse(icsOf([], options))).name).toBe('vcalendar');
});
