/** Time zones that the runtime knows, by their IANA names. */

const known: ReadonlySet<string> = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** Names to choose from, in alphabetical order. */
export const timeZones: readonly string[] = [...known].sort();

/** Default if no other zone is known. */
export const standardTimeZone = 'UTC';

/** Whether a text is the name of a time zone. Browsers may use older names than those offered. */
export function isTimeZone(text: string): boolean {
  if (known.has(text)) return true;
  // `Intl` accepts "+01:00" as well, which is not a place and has no daylight saving time.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The first candidate that is a valid zone; UTC if none is. */
export const firstTimeZone = (...wishes: readonly (string | undefined)[]): string =>
  wishes.find((wish): wish is string => wish !== undefined && isTimeZone(wish)) ?? standardTimeZone;

/** "New York" is easier to read than "New_York". */
export const zoneLabel = (timeZone: string): string => timeZone.replaceAll('_', ' ');

const minute = 60_000;
const day = 24 * 60 * minute;

const offsets = new Map<string, Intl.DateTimeFormat>();

/**
 * Minutes that a zone is ahead of UTC at a moment. Creating a format costs more than a thousand
 * uses, so one is cached per zone.
 */
export function offsetAt(at: Date, timeZone: string): number {
  const format =
    offsets.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  offsets.set(timeZone, format);
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** ISO 8601 in a time zone, with UTC offset: "2026-11-24T10:41:12.000+01:00"; "…Z" for UTC. */
export function isoIn(at: Date, timeZone: string): string {
  if (timeZone === standardTimeZone) return at.toISOString();
  const offset = offsetAt(at, timeZone);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const distance = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return `${localText(at, offset).slice(0, 23)}${offset < 0 ? '-' : '+'}${distance}`;
}

/** The calendar day in a time zone, YYYY-MM-DD. */
export const dayIn = (at: Date, timeZone: string): string =>
  localText(at, offsetAt(at, timeZone)).slice(0, 10);

/**
 * The first moment of a day in a time zone. Not always midnight: if clocks go forward then, the day
 * starts at one.
 * @param date YYYY-MM-DD, a valid date
 */
export function startOfDay(date: string, timeZone: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const around = [midnight - day, midnight, midnight + day].map((near) =>
    offsetAt(new Date(near), timeZone),
  );
  const candidates = [...new Set(around)]
    .map((offset) => midnight - offset * minute)
    .sort((one, other) => one - other);
  const first = candidates.find((candidate) => dayIn(new Date(candidate), timeZone) === date);
  // A day that a zone skipped, as Samoa did with 30 December 2011, starts where the next one does.
  return new Date(first ?? candidates.at(-1) ?? midnight);
}

/**
 * The moment of a local date and time in a time zone. A time that the zone skips when clocks go
 * forward is as much later; one that it repeats is the first (RFC 5545 3.3.5).
 * @param date YYYY-MM-DD
 * @param time HH:MM
 */
export function momentOf(date: string, time: string, timeZone: string): Date {
  const local = Date.parse(`${date}T${time}:00Z`);
  const candidates = [local - day, local + day].map(
    (near) => new Date(local - offsetAt(new Date(near), timeZone) * minute),
  );
  const wanted = `${date}T${time}`;
  const exact = candidates.find((at) => localText(at, offsetAt(at, timeZone)).startsWith(wanted));
  return exact ?? candidates[0] ?? new Date(local);
}

/** The first moment after a day in a time zone. */
export const endOfDay = (date: string, timeZone: string): Date =>
  startOfDay(new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10), timeZone);

const localText = (at: Date, offset: number): string =>
  new Date(at.getTime() + offset * minute).toISOString();
