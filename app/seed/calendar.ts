type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
export type Cadence = 'working_days' | 'weekly' | 'biweekly' | 'monthly';

/**
 * A day relative to the day of seeding, so that demo data stays current (spec seed#days):
 * - `workingDay: n` is the day `n` days away, moved back to Friday if it is on a weekend; 0 is
 *   today or the Friday before;
 * - `cadence` with `occurrence: n` is the n-th meeting day strictly after (n > 0) or strictly
 *   before (n < 0) today.
 */
export type DayRule =
  | { readonly workingDay: number }
  | { readonly cadence: Cadence; readonly weekday?: Weekday; readonly occurrence: number };

/**
 * A text with a date. `text` may contain `{date}`, `{year}`, `{month}`, `{monthday}` and
 * `{quarter}`. @default `{date}`
 */
export interface DatedText {
  readonly day: DayRule;
  readonly text?: string;
}

const weekdays: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
const millisecondsADay = 86_400_000;
/** Biweekly meetings are counted from this Monday (spec seed#days). */
const biweeklyAnchor = Date.UTC(2026, 0, 5) / millisecondsADay;

/** The text of `value` when seeded at `now`; days are in UTC. */
export function writeDated({ day, text = '{date}' }: DatedText, now: Date): string {
  const date = dayOf(day, now);
  const [year = '', month = '', monthDay = ''] = date.split('-');
  const words: Record<string, string> = {
    date,
    year,
    month,
    monthday: `${month}${monthDay}`,
    quarter: String(Math.ceil(Number(month) / 3)),
  };
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}

/** The calendar day (YYYY-MM-DD) of `rule` when seeded at `now`. */
export function dayOf(rule: DayRule, now: Date): string {
  const today = Math.floor(now.getTime() / millisecondsADay);
  const day =
    'workingDay' in rule ? workingDayUpTo(today + rule.workingDay) : occurrence(rule, today);
  return new Date(day * millisecondsADay).toISOString().slice(0, 10);
}

function workingDayUpTo(day: number): number {
  return isWorkingDay(day) ? day : workingDayUpTo(day - 1);
}

function occurrence(rule: Extract<DayRule, { cadence: Cadence }>, today: number): number {
  const step = Math.sign(rule.occurrence);
  let left = Math.abs(rule.occurrence);
  let day = today;
  while (left > 0) {
    day += step;
    if (meetsOn(rule, day)) left -= 1;
  }
  return day;
}

/** The recurrence rules of meetings (spec seed#days). */
function meetsOn(
  { cadence, weekday }: { cadence: Cadence; weekday?: Weekday },
  day: number,
): boolean {
  if (cadence === 'working_days') return isWorkingDay(day);
  if (weekdayOf(day) !== weekday) return false;
  if (cadence === 'biweekly') return Math.floor((day - biweeklyAnchor) / 7) % 2 === 0;
  return cadence === 'weekly' || new Date(day * millisecondsADay).getUTCDate() <= 7;
}

const weekdayOf = (day: number): Weekday | undefined =>
  weekdays[new Date(day * millisecondsADay).getUTCDay()];

function isWorkingDay(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 'saturday' && weekday !== 'sunday';
}
