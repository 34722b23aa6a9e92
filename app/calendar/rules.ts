import { daysAfter } from './days.ts';
import type { DateRange } from './expand.ts';

/** Most days between the first and the last day of a request. */
export const mostDays = 90;

/** Committees that a page shows beside those of the reader, the first by name. */
export const mostByName = 200;

/**
 * The range that was asked for: seven days from today, unless it says otherwise (spec
 * calendar#api).
 */
export function rangeOf(
  { start, end }: { readonly start?: string | undefined; readonly end?: string | undefined },
  today: string,
): DateRange {
  const first = start ?? today;
  return { start: first, end: end ?? daysAfter(first, 6) };
}

export const isTooLong = ({ start, end }: DateRange): boolean => end > daysAfter(start, mostDays);
