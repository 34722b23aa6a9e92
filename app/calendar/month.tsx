import type { CalendarEvent } from './event.ts';
import { EventPill } from './event-pill.tsx';
import { type Outlook, weeksOf } from './outlook.ts';
import { texts } from './texts.ts';
import { dateInWords } from './titles.ts';

/** Most meetings of a day in a month; the others are a link. */
const mostADay = 4;

/** A month as a table, Monday first, with the days of other months in its first and last week. */
export const MonthGrid = ({ of, dayTo }: { of: Outlook; dayTo: (date: string) => string }) => {
  const { shown, date, today, events, marks } = of;
  const byDate = Map.groupBy(events, (event) => event.date);
  const weeks = weeksOf(shown);
  return (
    <table class="outlook-grid outlook-month" data-outlook-grid="">
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col">
              <span aria-hidden="true">{dateInWords(day, 'shortWeekday')}</span>
              <span class="vh">{dateInWords(day, 'weekday')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                {...(day.slice(0, 7) === date.slice(0, 7) ? {} : { class: 'out' })}
                {...(day === today ? { 'aria-current': 'date' as const } : {})}
              >
                <a class="outlook-date" href={dayTo(day)}>
                  <span aria-hidden="true">{shortDay(day, shown.start)}</span>
                  <span class="vh">{dateInWords(day, 'dayMonth')}</span>
                </a>
                <DayEvents of={byDate.get(day) ?? []} day={day} marks={marks} to={dayTo(day)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** "26"; the first day of a month, and of the table, has its month as well. */
const shortDay = (day: string, first: string): string =>
  dateInWords(day, day.endsWith('-01') || day === first ? 'shortDayMonth' : 'day');

interface DayEventsProps {
  readonly of: readonly CalendarEvent[];
  readonly day: string;
  readonly marks: Outlook['marks'];
  readonly to: string;
}

const DayEvents = ({ of, day, marks, to }: DayEventsProps) => {
  // A link to one more takes as much space as the one.
  const shown = of.length > mostADay ? of.slice(0, mostADay - 1) : of;
  const left = of.length - shown.length;
  return (
    <>
      {shown.map((event) => (
        <EventPill
          key={`${event.committee.id}-${event.meeting?.id ?? ''}`}
          event={event}
          mark={marks.get(event.committee.id) ?? 0}
          size="month"
        />
      ))}
      {left > 0 && (
        <a class="outlook-more" href={to}>
          <span aria-hidden="true">{texts.more(left)}</span>
          <span class="vh">{texts.moreOn(left, dateInWords(day, 'dayMonth'))}</span>
        </a>
      )}
    </>
  );
};
