/**
 * Calendar days as numbers, counted from 1 January 1970. Dates of meetings are local values of the
 * installation's zone, so no clock and no daylight saving is involved (spec calendar#days).
 */

const millisecondsADay = 86_400_000;

/** The number of a valid date, YYYY-MM-DD. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / millisecondsADay;

/** The date of a day, YYYY-MM-DD. */
export const dateOf = (day: number): string =>
  new Date(day * millisecondsADay).toISOString().slice(0, 10);

/** The same days away from a date. */
export const daysAfter = (date: string, days: number): string => dateOf(dayOf(date) + days);

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

export const isWeekend = (day: number): boolean => weekdayOf(day) > 4;

/** 1 to 31. */
export const dayOfMonth = (day: number): number => new Date(day * millisecondsADay).getUTCDate();

/** The Monday of the week of a date. */
export const mondayOf = (date: string): string => daysAfter(date, -weekdayOf(dayOf(date)));

/** The first day of the month of a date. */
export const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** The first day of the month `months` away. */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}
