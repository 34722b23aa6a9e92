import { isDay } from '../ontology/property.ts';
import { type HolidayRule, holidayRules, occurrences } from './cadence.ts';
import { dateOf, dayOf } from './days.ts';

/** A cadence as a form sends it: any texts. */
interface TypedCadence {
  readonly cadence: string;
  readonly weekday: string;
  readonly anchor: string;
  readonly holidayRule: string;
}

/** Far enough for three monthly meetings of which some are skipped. */
const daysAhead = 370;

/**
 * Dates of the next meetings that a cadence projects, from today on (spec calendar#cadences).
 * @param today YYYY-MM-DD
 * @returns none for a committee that meets ad hoc, or has no day yet
 */
export function upcomingDates(
  { cadence, weekday, anchor, holidayRule }: TypedCadence,
  { today, holidays }: { readonly today: string; readonly holidays: ReadonlySet<number> },
  most: number,
): readonly string[] {
  const first = dayOf(today);
  const typed = {
    ...{ cadence, weekday, anchor: isDay(anchor) ? anchor : null },
    holidayRule: holidayRules.find((rule): rule is HolidayRule => rule === holidayRule) ?? 'keep',
  };
  return occurrences(typed, { first, last: first + daysAhead }, holidays)
    .slice(0, most)
    .map(dateOf);
}
