import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { locale } from '../language.ts';
import { momentOf } from '../time-zone.ts';
import type { CalendarEvent } from './event.ts';

/** How long a client waits before it asks again. */
const refreshSeconds = 3600;

interface IcsOptions {
  /** Name of the calendar in the client. */
  readonly name: string;
  /** Zone of the dates and times. */
  readonly timeZone: string;
  /** Public origin of this installation; `undefined` if none is set. */
  readonly origin: string | undefined;
}

/**
 * Meetings as an iCalendar file (RFC 5545). The same meetings always give the same text, and a
 * meeting keeps its UID when it moves (spec calendar#identity). Moments are in UTC, so a client
 * needs no rules of a zone.
 */
export function icsOf(
  events: readonly CalendarEvent[],
  { name, timeZone, origin }: IcsOptions,
): string {
  const host = origin === undefined ? 'ahlt' : new URL(origin).hostname;
  const calendar = ical({
    name,
    prodId: { company: 'ahlt', product: 'calendar', language: locale },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const event of events) {
    const start = momentOf(event.date, event.time, timeZone);
    const changed = changedAt(event);
    calendar.createEvent({
      id: `${identityOf(event)}@${host}`,
      sequence: sequenceOf(event),
      start,
      end: new Date(start.getTime() + event.minutes * 60_000),
      stamp: changed,
      lastModified: changed,
      summary: event.committee.label,
      status: statuses[event.meeting?.status ?? 'projected'] ?? ICalEventStatus.CONFIRMED,
      ...(event.location === '' ? {} : { location: event.location }),
      ...(origin === undefined ? {} : { url: `${origin}/tor/${event.committee.id}` }),
    });
  }
  return calendar.toString();
}

const statuses: Readonly<Record<string, ICalEventStatus>> = {
  projected: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};

/** Committee and projected date, also of a meeting that has moved; otherwise the meeting's own id. */
function identityOf({ committee, date, meeting }: CalendarEvent): string {
  const occurrence = meeting === undefined ? date : meeting.occurrence;
  return occurrence === null ? `meeting-${meeting?.id}` : `${committee.id}-${occurrence}`;
}

/** Grows with every change of the committee and of the meeting, from which all values come. */
const sequenceOf = ({ committee, meeting }: CalendarEvent): number =>
  Number(committee.version) + Number(meeting?.version ?? 0);

function changedAt({ committee, meeting }: CalendarEvent): Date {
  const times = [committee.updatedAt, meeting?.updatedAt ?? committee.updatedAt];
  return new Date(Math.max(...times.map((time) => Date.parse(time))));
}
