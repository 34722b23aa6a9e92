import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

/** Texts of the calendar. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    month: { label: 'Show month calendar', words: 'meetings dates outlook' },
    agenda: { label: 'Show upcoming meetings', words: 'agenda list next calendar' },
  },
  /** A day with its name. */
  day: (weekday: string, date: string) => `${weekday} ${date}`,
  title: 'Meeting outlook',
  views: { agenda: 'Agenda', day: 'Day', week: 'Week', month: 'Month' },
  viewsLabel: 'Views',
  lead: {
    mine: 'Meetings of the committees you belong to.',
    all: 'Meetings of all committees.',
    first: (most: number, hasOwn: boolean) =>
      `Meetings of ${hasOwn ? 'your committees and of ' : ''}the first ${most} committees by name.`,
    choose: 'Choose another committee',
    showMine: 'Show only yours',
    showAll: 'Show all committees',
    zone: (zone: string) => `Times are in ${zone}.`,
  },
  today: 'Today',
  previous: {
    agenda: 'Previous two weeks',
    day: 'Previous day',
    week: 'Previous week',
    month: 'Previous month',
  },
  next: { agenda: 'Next two weeks', day: 'Next day', week: 'Next week', month: 'Next month' },
  statuses: {
    projected: 'Projected',
    confirmed: 'Confirmed',
    in_progress: 'In progress',
    completed: 'Completed',
    cancelled: 'Cancelled',
  },
  confirm: 'Confirm',
  confirmOf: (committee: string, day: string) => `Confirm ${committee}, ${day}`,
  hours: 'Hours',
  minutes: (count: number) => `${count} min`,
  /** A meeting in a sentence: what a pointer shows, and what a screen reader says. */
  event: (committee: string, time: string, minutes: number, location: string) =>
    [committee, time, `${minutes} min`, location].filter((part) => part !== '').join(' · '),
  more: (count: number) => `${count} more`,
  moreOn: (count: number, day: string) => `${counted(count, 'more meeting')} on ${day}`,
  holiday: 'Holiday',
  list: {
    fromToday: 'Next two weeks',
    from: (day: string) => `Two weeks from ${day}`,
    more: (count: number) => `${counted(count, 'more meeting')} in the agenda`,
    left: (count: number) =>
      `${counted(count, 'more meeting')} not shown. Choose a shorter period.`,
  },
  empty: 'No meetings',
  emptyAdvice: 'No committee meets in this period.',
  emptyMine: 'None of your committees meets in this period.',
  legend: 'Committees',
  moreCommittees: (count: number) => counted(count, 'more committee'),
  edges: {
    label: 'Line styles',
    confirmed: 'Solid edge: confirmed',
    projected: 'Dashed edge: projected from the cadence',
    cancelled: 'Struck through',
    cancelledMeans: ': cancelled',
  },
  /** The tab of a committee. */
  meetings: {
    subscribe: 'Subscribe',
    coming: 'Upcoming',
    past: 'Past',
    showAll: (count: number) => `Show ${counted(count, 'upcoming meeting')}`,
    noneComing: 'No upcoming meetings',
    noneAdvice: 'The committee has no cadence, and no meeting was confirmed.',
    noLocation: 'not set',
    columns: {
      date: 'Date',
      time: 'Time',
      location: 'Location',
      status: 'Status',
      items: 'Agenda items',
      minutes: 'Minutes',
      actions: 'Actions',
    },
    hasMinutes: 'Written',
    noMinutes: 'None',
    newMeeting: 'New meeting',
    file: (day: string) => `Download ${day} for your calendar`,
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    newer: 'Newer meetings',
    older: 'Older meetings',
  },
  refused: {
    tooLong: (most: number) => `Choose an end at most ${counted(most, 'day')} after the start.`,
    date: 'Enter a date such as 2026-11-24.',
    meeting: 'The id of the meeting is not a number.',
    missing: 'The committee or its meeting was not found.',
  },
} as const satisfies Texts;
