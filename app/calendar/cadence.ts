import { dayOf, dayOfMonth, isWeekend, weekdayOf } from './days.ts';

/** When a committee meets, as stored (spec calendar#cadences). */
export interface Cadence {
  /** `daily`, `working_days`, `weekly`, `biweekly`, `monthly`; anything else: never. */
  readonly cadence: string;
  /** English weekday in any letter case. */
  readonly weekday: string;
  /** A date in a week with a biweekly meeting; `null`: 5 January 2026. */
  readonly anchor: string | null;
  readonly holidayRule: HolidayRule;
}

/** The rule for a meeting on a holiday (spec calendar#holidays). */
export const holidayRules = ['keep', 'skip', 'next_working_day'] as const;
export type HolidayRule = (typeof holidayRules)[number];

const weekdays = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
] as readonly string[];

/** A Monday from which biweekly meetings are counted, unless the committee has its own anchor. */
const commonAnchor = dayOf('2026-01-05');

/** Whether a cadence has a meeting on a day, holidays aside. */
function meetsOn({ cadence, weekday, anchor }: Cadence, day: number): boolean {
  if (cadence === 'daily') return true;
  if (cadence === 'working_days') return !isWeekend(day);
  if (weekdays.indexOf(weekday.toLowerCase()) !== weekdayOf(day)) return false;
  if (cadence === 'weekly') return true;
  if (cadence === 'biweekly') return isEvenWeek(day, anchor);
  return cadence === 'monthly' && dayOfMonth(day) <= 7;
}

/** Whole weeks from the Monday of the anchor, rounded down also before it. */
function isEvenWeek(day: number, anchor: string | null): boolean {
  const from = anchor === null ? commonAnchor : dayOf(anchor);
  return Math.floor((day - (from - weekdayOf(from))) / 7) % 2 === 0;
}

/**
 * Days of the meetings from `first` to `last`, both included, in order and each once. A meeting on
 * a holiday stays, is left out, or moves to the next working day, which may already have one.
 */
export function occurrences(
  cadence: Cadence,
  { first, last }: DayRange,
  holidays: ReadonlySet<number>,
): readonly number[] {
  const days: number[] = [];
  for (let day = first; day <= last; day += 1) {
    if (meetsOn(cadence, day) && (cadence.holidayRule === 'keep' || !holidays.has(day)))
      days.push(day);
    else if (isReached(cadence, day, holidays)) days.push(day);
  }
  return days;
}

export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** Whether a meeting moves to this day from the holidays directly before it. */
function isReached(cadence: Cadence, day: number, holidays: ReadonlySet<number>): boolean {
  const isFree = (other: number): boolean => isWeekend(other) || holidays.has(other);
  if (cadence.holidayRule !== 'next_working_day' || isFree(day)) return false;
  for (let before = day - 1; isFree(before); before -= 1)
    if (holidays.has(before) && meetsOn(cadence, before)) return true;
  return false;
}
