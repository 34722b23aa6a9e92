import { parse } from 'node-cron';

/**
 * Times of a cron schedule in a time zone, as pure functions, because a timer would end with the
 * process. One run makes up for any number of missed ones.
 */
export interface Schedule {
  /** The first time after `moment`, if there is one within four years. */
  readonly next: (moment: number) => number | undefined;
  /** The last time at or before `moment`, if there is one within four years. */
  readonly previous: (moment: number) => number | undefined;
}

const day = 86_400_000;
/** Covers 29 February. */
const horizonDays = 4 * 366;

/**
 * Five cron fields, parsed by node-cron; days as in crontab(5): if both the day of the month and
 * the day of the week are restricted, either matches. A time skipped by daylight saving runs when
 * it would have been, one that occurs twice runs the first time only.
 */
export function schedule(expression: string, timeZone: string): Schedule {
  const fields = read(expression);
  if (!fields) return { next: () => undefined, previous: () => undefined };
  const offset = offsetIn(timeZone);
  const times = fields.hour.flatMap((hour) =>
    fields.minute.map((minute) => (hour * 60 + minute) * 60_000),
  );

  const fires = (wallDay: Date): boolean => {
    if (!fields.month.includes(wallDay.getUTCMonth() + 1)) return false;
    const inMonth = fields.dayOfMonth.includes(wallDay.getUTCDate());
    const inWeek = fields.dayOfWeek.includes(wallDay.getUTCDay());
    const either = fields.dayOfMonth.length < 31 && fields.dayOfWeek.length < 7;
    return either ? inMonth || inWeek : inMonth && inWeek;
  };
  const momentsOf = (wallDay: number) =>
    fires(new Date(wallDay)) ? times.map((time) => instant(wallDay + time, offset)) : [];

  const search = (moment: number, direction: 1 | -1, matches: (candidate: number) => boolean) => {
    const today = Math.floor((moment + offset(moment)) / day) * day;
    for (let days = -1; days <= horizonDays; days += 1) {
      const found = momentsOf(today + direction * days * day).filter(matches);
      if (found.length > 0) return direction === 1 ? Math.min(...found) : Math.max(...found);
    }
    return undefined;
  };
  return {
    next: (moment) => search(moment, 1, (candidate) => candidate > moment),
    previous: (moment) => search(moment, -1, (candidate) => candidate <= moment),
  };
}

/** The API has validated the form; this also refuses a day that its month does not have. */
function read(expression: string): ReturnType<typeof parse> | undefined {
  try {
    return parse(expression);
  } catch {
    return undefined;
  }
}

/** Milliseconds to add to UTC for local time at a moment. */
function offsetIn(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (moment) => {
    const part = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0, second = 0 } = part;
    return (
      Date.UTC(year, month - 1, dayOfMonth, hour, minute, second) - Math.floor(moment / 1000) * 1000
    );
  };
}

/**
 * The moment of a local time: the first of two, and for one that does not exist, as if the clock
 * had not changed.
 */
function instant(wall: number, offset: (moment: number) => number): number {
  const candidates = [offset(wall - day), offset(wall + day)].map((shift) => wall - shift);
  const real = candidates.filter((candidate) => candidate + offset(candidate) === wall);
  return real.length > 0 ? Math.min(...real) : (candidates[0] ?? wall);
}
