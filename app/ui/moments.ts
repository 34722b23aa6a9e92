import { locale } from '../language.ts';
import { texts } from './texts.ts';

/** Moment and time zone of the reader. */
export interface Reading {
  readonly now: Date;
  readonly timeZone: string;
  /** Follows other words: "today" instead of "Today". */
  readonly inSentence?: boolean;
}

/**
 * `date` "24 Nov 2026", `day` "24 Nov", `moment` "24 Nov 2026, 10:41", `time` "10:41", `exact`
 * "10:41:12", `relative` "3 min ago". All that name a day use words for today and yesterday.
 */
export type MomentStyle = 'date' | 'day' | 'moment' | 'time' | 'exact' | 'relative';

const shapes = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  exact: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  full: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
  zone: { timeZoneName: 'short' },
  key: { day: '2-digit', month: '2-digit', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const day = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Formats are cached per zone and shape: creating one costs more than a thousand uses.
 */
function format(shape: keyof typeof shapes, timeZone: string): Intl.DateTimeFormat {
  const key = `${timeZone} ${shape}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone });
  formats.set(key, made);
  return made;
}

/** "CET", "GMT-5": the abbreviation of the zone at that moment. */
export const zoneInWords = (at: Date, reading: Reading): string =>
  format('zone', reading.timeZone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? reading.timeZone;

/** "24 November 2026, 10:41 CET": the full form of a short one. */
export const fullMoment = (at: Date, reading: Reading): string =>
  format('full', reading.timeZone).format(at).replace(' at ', ', ');

export function momentInWords(at: Date, style: MomentStyle, reading: Reading): string {
  if (style === 'relative') return relative(at, reading);
  if (style === 'time' || style === 'exact') return format(style, reading.timeZone).format(at);
  // Three letters for every month: British English has one with four, which misaligns columns.
  const named =
    nearDay(at, reading) ??
    format(style === 'day' ? 'day' : 'date', reading.timeZone)
      .format(at)
      .replace('Sept', 'Sep');
  return style === 'moment' ? `${named}, ${format('time', reading.timeZone).format(at)}` : named;
}

/** "24 Nov 2026": a calendar day, the same in every zone. @param on `YYYY-MM-DD` */
export const dayInWords = (on: string): string => {
  const at = new Date(`${on}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return on;
  return format('date', 'UTC').format(at).replace('Sept', 'Sep');
};

/** "Today" or "Yesterday", in the reader's time zone. */
function nearDay(at: Date, reading: Reading): string | undefined {
  // Compares dates only for moments near enough, because a list has dozens of them.
  if (Math.abs(reading.now.getTime() - at.getTime()) > 3 * day) return undefined;
  const { today, yesterday } = reading.inSentence === true ? texts.time.inSentence : texts.time;
  const [first, second] = lastDays(reading);
  const dayOf = format('key', reading.timeZone).format(at);
  if (dayOf === first) return today;
  return dayOf === second ? yesterday : undefined;
}

const known = new WeakMap<Date, Map<Intl.DateTimeFormat, readonly [string, string]>>();

/**
 * The dates of today and yesterday; computed once for all moments of a page, which share one `now`.
 */
function lastDays(reading: Reading): readonly [string, string] {
  const { now } = reading;
  const calendar = format('key', reading.timeZone);
  const days = known.get(now) ?? new Map<Intl.DateTimeFormat, readonly [string, string]>();
  const found = days.get(calendar) ?? [
    calendar.format(now),
    calendar.format(new Date(now.getTime() - day)),
  ];
  known.set(now, days.set(calendar, found));
  return found;
}

/** "just now", "3 min ago", "2 h ago"; after a day the date, because "38 h ago" is hard to read. */
function relative(at: Date, reading: Reading): string {
  const minutes = Math.floor((reading.now.getTime() - at.getTime()) / 60_000);
  if (minutes < 0 || minutes >= 24 * 60) return momentInWords(at, 'moment', reading);
  if (minutes < 1) return texts.time.now;
  return minutes < 60 ? texts.time.minutes(minutes) : texts.time.hours(Math.floor(minutes / 60));
}

/** "3 h 12 min", the two largest units; "under a minute" for less. */
export function durationInWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return texts.time.underAMinute;
  const { units } = texts.time;
  const parts = [
    [Math.floor(minutes / 1440), units.days],
    [Math.floor(minutes / 60) % 24, units.hours],
    [minutes % 60, units.minutes],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}
