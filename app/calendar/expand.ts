import { alphabetical } from '../ui/words.ts';
import { type DayRange, occurrences } from './cadence.ts';
import { dateOf, dayOf } from './days.ts';
import type { CalendarEvent, Committee, StoredMeeting } from './event.ts';

/** The data that a calendar is made of. */
export interface CalendarContent {
  readonly committees: readonly Committee[];
  /** Those in the range, and those that were created for an occurrence in it. */
  readonly meetings: readonly StoredMeeting[];
  readonly holidays: ReadonlySet<number>;
}

export interface DateRange {
  /** YYYY-MM-DD, both included. */
  readonly start: string;
  readonly end: string;
}

/**
 * All meetings in a range: cadences expanded, with the stored meetings in place of what was
 * projected. By date, time and committee (spec calendar#events).
 * @param today the date in the installation's zone
 */
export function eventsIn(
  { committees, meetings, holidays }: CalendarContent,
  { start, end }: DateRange,
  today: string,
): readonly CalendarEvent[] {
  const range = { first: dayOf(start), last: dayOf(end) };
  const ofCommittee = Map.groupBy(meetings, ({ torId }) => torId);
  const dates = new Map<number, string>();
  for (let day = range.first; day <= range.last; day += 1) dates.set(day, dateOf(day));
  return committees
    .toSorted((one, other) => alphabetical(one.label, other.label))
    .flatMap((committee) => {
      const own = ofCommittee.get(committee.id) ?? [];
      const projected = projectedDates(committee, { range, holidays, dates, own });
      return eventsOf(committee, own.filter(isIn(start, end)), projected, today);
    })
    .toSorted((one, other) => inOrder(one.date, other.date) || inOrder(one.time, other.time));
}

interface Projection {
  readonly range: DayRange;
  readonly holidays: ReadonlySet<number>;
  readonly dates: ReadonlyMap<number, string>;
  readonly own: readonly StoredMeeting[];
}

/** Dates that the cadence projects, without those whose meeting has moved to another date. */
function projectedDates(
  committee: Committee,
  { range, holidays, dates, own }: Projection,
): Set<string> {
  if (!committee.isMeeting) return new Set();
  const days = occurrences(committee, range, holidays);
  const projected = new Set(days.map((day) => dates.get(day) ?? dateOf(day)));
  for (const { occurrence, date } of own)
    if (occurrence !== null && occurrence !== date) projected.delete(occurrence);
  return projected;
}

const isIn =
  (start: string, end: string) =>
  ({ date }: StoredMeeting): boolean =>
    start <= date && date <= end;

/** A stored meeting replaces the projected one; of several, one that takes place does. */
function eventsOf(
  committee: Committee,
  meetings: readonly StoredMeeting[],
  projected: Set<string>,
  today: string,
): CalendarEvent[] {
  const open = new Set(projected);
  const stored = meetings
    .toSorted((one, other) => isCancelled(one) - isCancelled(other))
    .map((meeting) => {
      const isExpected = open.delete(meeting.date);
      return eventOf(committee, meeting.date, { isExpected, meeting, today });
    });
  const others = [...open].map((date) => eventOf(committee, date, { isExpected: true, today }));
  return [...stored, ...others];
}

interface EventFacts {
  readonly isExpected: boolean;
  readonly meeting?: StoredMeeting;
  readonly today: string;
}

function eventOf(
  committee: Committee,
  date: string,
  { isExpected, meeting, today }: EventFacts,
): CalendarEvent {
  const isOpen = meeting === undefined || meeting.status === 'projected';
  return {
    committee,
    date,
    time: committee.time,
    minutes: committee.minutes,
    location: meeting?.location || committee.location,
    cadence: isExpected ? committee.cadence : '',
    ...(meeting === undefined ? {} : { meeting }),
    canConfirm: isOpen && committee.isMeeting && committee.mayConfirm && date > today,
  };
}

const isCancelled = ({ status }: StoredMeeting): number => (status === 'cancelled' ? 1 : 0);

/** Dates and times, as text. */
const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
