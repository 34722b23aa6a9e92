export { MeetingState } from './agenda-list.tsx';
export { daysAfter } from './days.ts';
export { eventsIn } from './expand.ts';
export { icsOf } from './ics.ts';
export { type Ahead, aheadOf, comingMeetings, type NextMeeting, nextMeeting } from './next.ts';
export { partOfEvents, placeLength } from './parts.ts';
export { eventJson } from './present.ts';
export {
  type CalendarSettings,
  ownCommittees,
  readCalendar,
  readCalendarSettings,
  readCommitteePlaces,
} from './queries.ts';
export { calendarRoutes } from './routes.ts';
export { isTooLong, mostDays, rangeOf } from './rules.ts';
export { dateInWords, dayTitle } from './titles.ts';
export { upcomingDates } from './upcoming.ts';
