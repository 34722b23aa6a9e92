import ICAL from 'ical.js';

/** Years after the current one for which a repeating event is written out. */
const yearsAhead = 5;

/** Most steps of a repeating event, and days of a long one. */
const most = { steps: 5000, days: 366 };

const block = /BEGIN:VCALENDAR[\s\S]*?END:VCALENDAR/gi;

/**
 * The value of the setting `app.holidays` with each iCalendar file in it replaced by lines such as
 * `2026-12-25 Christmas Day`, one for each day of an event (spec calendar#holidays). A file that is
 * invalid stays, and is refused as such.
 * @param today repeating events are written out from the year before
 */
export const withDaysOfFiles = (value: string, today: Date): string =>
  value.replaceAll(block, (file) => {
    try {
      return daysIn(file, today.getUTCFullYear()).join('\n');
    } catch {
      return file;
    }
  });

function daysIn(file: string, year: number): readonly string[] {
  const events = new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent');
  const days = events
    .filter((event) => event.getFirstPropertyValue('status') !== 'CANCELLED')
    .flatMap((event) => {
      const { summary, ...dates } = datesOf(new ICAL.Event(event), year);
      const name = [...(summary ?? '').replaceAll(/[\s,;]+/g, ' ').trim()].slice(0, 60).join('');
      return dates.of.map((date) => `${date} ${name}`.trim());
    });
  return [...new Set(days)].toSorted();
}

function datesOf(event: ICAL.Event, year: number) {
  const starts = event.isRecurring() ? occurrencesOf(event, year) : [event.startDate];
  const length = Math.min(most.days, Math.max(1, lengthOf(event)));
  const of = starts.flatMap((start) =>
    Array.from({ length }, (_, day) => {
      const date = start.clone();
      date.adjust(day, 0, 0, 0);
      return date.toString().slice(0, 10);
    }),
  );
  return { summary: event.summary, of };
}

/** Days of an event; the end of an all-day event is the day after it. */
const lengthOf = ({ startDate, endDate }: ICAL.Event): number =>
  startDate.isDate ? Math.round(endDate.subtractDate(startDate).toSeconds() / 86_400) : 1;

function occurrencesOf(event: ICAL.Event, year: number): readonly ICAL.Time[] {
  const found: ICAL.Time[] = [];
  const occurrences = event.iterator();
  for (let step = 0; step < most.steps; step += 1) {
    const next = occurrences.next();
    if (next === null || next === undefined || next.year > year + yearsAhead) break;
    if (next.year >= year - 1) found.push(next.clone());
  }
  return found;
}
