import type { VNode } from 'preact';
import type { CalendarEvent, Committee } from '../calendar/event.ts';
import { outlookOf } from '../calendar/outlook.ts';
import { outlookPage } from '../calendar/pages.tsx';
import { type View, views } from '../calendar/schema.ts';

const committee: Committee = {
  ...{ id: '1', label: 'Change Advisory Board', name: 'cab', version: '1' },
  ...{ cadence: 'weekly', weekday: 'tuesday', anchor: null, holidayRule: 'keep' },
  ...{ time: '10:00', minutes: 60, location: 'Room 3.12' },
  ...{ isMeeting: true, mayConfirm: true, isOwn: true, updatedAt: '2026-11-01T09:00:00Z' },
};

const committees: readonly Committee[] = [
  committee,
  {
    ...committee,
    id: '2',
    label: 'Safety Panel',
    name: 'safety',
    time: '10:30',
    weekday: 'thursday',
  },
  { ...committee, id: '3', label: 'Daily Standup', name: 'standup', cadence: 'daily', minutes: 15 },
];

const meetings = (
  [
    ['2026-11-24', 'confirmed'],
    ['2026-12-01', 'cancelled'],
    ['2026-11-17', 'completed'],
  ] as const
).map(
  ([date, status], place): NonNullable<CalendarEvent['meeting']> => ({
    ...{ id: String(place + 10), torId: '1', date, occurrence: date, status },
    ...{ location: 'Room 3.12', version: '1', updatedAt: '2026-11-01T09:00:00Z' },
  }),
);

/** The calendar in a view, with meetings in every state; `?empty` without any. */
export function samplesOfCalendar(query: string): VNode {
  const asked = new URLSearchParams(query);
  const view = views.find((one): one is View => one === asked.get('view')) ?? 'month';
  const content = asked.has('empty')
    ? { committees: [], meetings: [], holidays: new Set<number>() }
    : { committees, meetings, holidays: new Set<number>() };
  const facts = { today: '2026-11-24', timeZone: 'Europe/Oslo', hasMany: false, content };
  return outlookPage(outlookOf({ view, date: '2026-11-24', whose: undefined }, facts));
}
