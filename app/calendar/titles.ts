import { locale } from '../language.ts';
import { dayOf } from './days.ts';
import type { DateRange } from './expand.ts';
import { texts } from './texts.ts';

/** Dates of the calendar in words. They belong to no zone, so they are formatted as UTC. */

const zone = { timeZone: 'UTC' } as const;

const shapes = {
  weekday: new Intl.DateTimeFormat(locale, { weekday: 'long', ...zone }),
  shortWeekday: new Intl.DateTimeFormat(locale, { weekday: 'short', ...zone }),
  day: new Intl.DateTimeFormat(locale, { day: 'numeric', ...zone }),
  dayMonth: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', ...zone }),
  shortDayMonth: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone }),
  weekdayDay: new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', ...zone }),
  month: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', ...zone }),
  date: new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'long', year: 'numeric' },
    ...zone,
  }),
  shortDate: new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...zone,
  }),
} as const;

/** A date in words: `dayMonth` is "16 February", `shortDayMonth` "16 Feb". */
export const dateInWords = (date: string, shape: keyof typeof shapes): string =>
  usual(shapes[shape].format(momentOf(date)));

/** "16–22 February 2026", "30 Mar – 5 Apr 2026", "28 Dec 2026 – 3 Jan 2027". */
export function rangeInWords({ start, end }: DateRange): string {
  const isOneMonth = start.slice(0, 7) === end.slice(0, 7);
  const shape = isOneMonth ? shapes.date : shapes.shortDate;
  const words = usual(shape.formatRange(momentOf(start), momentOf(end)));
  return isOneMonth ? words.replace(' – ', '–') : words;
}

/** "Mon 16 February 2026" */
export const dayTitle = (date: string): string =>
  texts.day(dateInWords(date, 'shortWeekday'), dateInWords(date, 'date'));

const momentOf = (date: string): Date => new Date(dayOf(date) * 86_400_000);

/** Plain spaces, and three letters for every month. */
const usual = (text: string): string =>
  text.replaceAll(/[\u2009\u202f\u00a0]/g, ' ').replace('Sept ', 'Sep ');
