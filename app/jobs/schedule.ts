import { parse } from 'node-cron';
import { dayIn, offsetAt } from '../time-zone.ts';

/** Five cron fields, and the time zone in which they are read. */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Covers 29 February. */
const horizonDays = 4 * 366;

/**
 * The first beat after a moment (spec jobs#schedules). Days as in crontab(5): when both the day of
 * the month and the day of the week are restricted, either is enough. A time that a change to
 * summer time leaves out is the moment it would have been; one that occurs twice is the first.
 * Throws for an expression that node-cron refuses or that has no beat.
 */
export function nextBeat({ cron, timeZone }: Schedule, after: Date): Date {
  const fields = parse(cron);
  const minutes = fields.hour.flatMap((hour) => fields.minute.map((of) => hour * 60 + of));
  const today = Date.parse(`${dayIn(after, timeZone)}T00:00:00Z`);
  // From yesterday: a time that was left out may have been moved beyond midnight.
  for (let days = -1; days <= horizonDays; days += 1) {
    const date = new Date(today + days * day);
    if (!isOn(fields, date)) continue;
    const beats = minutes
      .map((of) => momentOf(date.getTime() + of * minute, timeZone))
      .filter((moment) => moment > after.getTime());
    if (beats.length > 0) return new Date(Math.min(...beats));
  }
  throw new Error(`The schedule "${cron}" has no beat.`);
}

function isOn({ month, dayOfMonth, dayOfWeek }: ReturnType<typeof parse>, date: Date): boolean {
  if (!month.includes(date.getUTCMonth() + 1)) return false;
  const [inMonth, inWeek] = [
    dayOfMonth.includes(date.getUTCDate()),
    dayOfWeek.includes(date.getUTCDay()),
  ];
  const isEither = dayOfMonth.length < 31 && dayOfWeek.length < 7;
  return isEither ? inMonth || inWeek : inMonth && inWeek;
}

/** The moment at which a clock there shows a time, given as if it were UTC. */
function momentOf(shown: number, timeZone: string): number {
  const candidates = [shown - day, shown + day].map(
    (near) => shown - offsetAt(new Date(near), timeZone) * minute,
  );
  const real = candidates.filter(
    (moment) => moment + offsetAt(new Date(moment), timeZone) * minute === shown,
  );
  return real.length > 0 ? Math.min(...real) : (candidates[0] ?? shown);
}
