import type { CalendarEvent } from './event.ts';

/** An event of the API and of the page's script (spec calendar#api). */
interface EventJson {
  readonly tor_id: number;
  readonly tor_label: string;
  readonly tor_name: string;
  readonly date: string;
  readonly start_time: string;
  readonly duration_minutes: number;
  readonly location: string;
  readonly cadence: string;
  readonly can_confirm: boolean;
  readonly meeting_id?: number;
  readonly meeting_status?: string;
}

export const eventJson = (event: CalendarEvent): EventJson => ({
  tor_id: Number(event.committee.id),
  tor_label: event.committee.label,
  tor_name: event.committee.name,
  date: event.date,
  start_time: event.time,
  duration_minutes: event.minutes,
  location: event.location,
  cadence: event.cadence,
  can_confirm: event.canConfirm,
  ...(event.meeting === undefined
    ? {}
    : { meeting_id: Number(event.meeting.id), meeting_status: event.meeting.status }),
});
