import { locale } from '../language.ts';
import { dayOf, daysAfter, firstOfMonth, mondayOf, monthsAfter } from './days.ts';
import type { CalendarEvent, Committee } from './event.ts';
import { type CalendarContent, type DateRange, eventsIn } from './expand.ts';
import type { View, Whose } from './schema.ts';
import { dateInWords, dayTitle, rangeInWords } from './titles.ts';

/** The view that the address of the calendar selects. */
interface OutlookState {
  readonly view: View;
  /** YYYY-MM-DD: a date of the period. */
  readonly date: string;
  /** `undefined`: the reader's committees, if there are any. */
  readonly whose: Whose | undefined;
}

/** Days of a list. */
const listedDays = 14;

/** The days that a view shows; a month with the rest of its first and last week. */
export function shownRange({ view, date }: Pick<OutlookState, 'view' | 'date'>): DateRange {
  if (view === 'day') return { start: date, end: date };
  if (view === 'week') return weekOf(date);
  if (view === 'agenda') return { start: date, end: daysAfter(date, listedDays - 1) };
  const last = daysAfter(monthsAfter(date, 1), -1);
  return { start: mondayOf(firstOfMonth(date)), end: daysAfter(mondayOf(last), 6) };
}

const weekOf = (date: string): DateRange => {
  const start = mondayOf(date);
  return { start, end: daysAfter(start, 6) };
};

/** The list beside a month: two weeks from today, or from the first day of another month. */
function listedRange({ view, date }: OutlookState, today: string): DateRange {
  const isNow = view === 'month' && firstOfMonth(date) === firstOfMonth(today);
  const start = isNow ? today : firstOfMonth(date);
  return { start, end: daysAfter(start, listedDays - 1) };
}

/** All days that a page needs. */
export function neededRange(state: OutlookState, today: string): DateRange {
  const ranges = [shownRange(state), weekOf(state.date)];
  if (state.view === 'month') ranges.push(listedRange(state, today));
  return {
    start: ranges.map(({ start }) => start).toSorted()[0] ?? state.date,
    end:
      ranges
        .map(({ end }) => end)
        .toSorted()
        .at(-1) ?? state.date,
  };
}

/** The same period, so many steps away. */
export function stepFrom({ view, date }: OutlookState, steps: 1 | -1): string {
  if (view === 'month') return monthsAfter(date, steps);
  const days = { day: 1, week: 7, agenda: listedDays }[view];
  return daysAfter(view === 'week' ? mondayOf(date) : date, steps * days);
}

/** "February 2026", "16–22 February 2026", "Mon 16 February 2026". */
export function titleOf(state: OutlookState): string {
  if (state.view === 'month') return dateInWords(state.date, 'month');
  return state.view === 'day' ? dayTitle(state.date) : rangeInWords(shownRange(state));
}

/** A calendar as its page shows it. */
export interface Outlook extends OutlookState {
  readonly whose: Whose;
  /** Whether the reader holds a position in a committee. */
  readonly hasOwn: boolean;
  /** Whether only some committees are shown: the own ones and the first by name. */
  readonly isCut: boolean;
  readonly today: string;
  readonly timeZone: string;
  readonly shown: DateRange;
  readonly events: readonly CalendarEvent[];
  /** Of the week of the date, for the page's script. */
  readonly week: readonly CalendarEvent[];
  /** The list beside a month. */
  readonly listed: { readonly range: DateRange; readonly events: readonly CalendarEvent[] };
  /** Committees with an event in view, each with the number of its color and pattern. */
  readonly marks: ReadonlyMap<string, number>;
}

interface OutlookFacts {
  readonly today: string;
  readonly timeZone: string;
  /** Whether there are more committees than one page shows. */
  readonly hasMany: boolean;
  readonly content: CalendarContent;
}

/** Selects and expands what a page shows. */
export function outlookOf(
  state: OutlookState,
  { today, timeZone, hasMany, content }: OutlookFacts,
): Outlook {
  const hasOwn = content.committees.some(({ isOwn }) => isOwn);
  const whose = state.whose ?? (hasOwn ? 'mine' : 'all');
  const committees =
    whose === 'mine' ? content.committees.filter(({ isOwn }) => isOwn) : content.committees;
  const all = eventsIn({ ...content, committees }, neededRange(state, today), today);
  const within = ({ start, end }: DateRange) =>
    all.filter(({ date }) => start <= date && date <= end);
  const range = listedRange(state, today);
  return {
    ...{ ...state, whose, hasOwn, today, timeZone, isCut: hasMany && whose === 'all' },
    shown: shownRange(state),
    events: within(shownRange(state)),
    week: within(weekOf(state.date)),
    listed: { range, events: state.view === 'month' ? within(range) : [] },
    marks: marksOf(committees),
  };
}

/** A committee keeps its mark from period to period. */
function marksOf(committees: readonly Committee[]): ReadonlyMap<string, number> {
  const inOrder = committees
    .map(({ id }) => id)
    .toSorted((one, other) => Number(one) - Number(other));
  return new Map(inOrder.map((id, place) => [id, place]));
}

/** The committees of events, each once, by label. */
export function committeesIn(events: readonly CalendarEvent[]): readonly Committee[] {
  const found = new Map(events.map(({ committee }) => [committee.id, committee]));
  return [...found.values()].toSorted((one, other) => (one.label < other.label ? -1 : 1));
}

/** Dates of a range in weeks, Monday first. */
export function weeksOf({ start, end }: DateRange): readonly (readonly string[])[] {
  const weeks = Math.round((dayOf(end) - dayOf(start) + 1) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => daysAfter(start, week * 7 + day)),
  );
}

/**
 * A short form of a committee's name: "Change Advisory Board" is CAB, "IT Governance Board" ITGB.
 */
export function shortName(label: string): string {
  const words = label.split(/[\s/–—-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const named = words.filter((word) => !/^(of|and|the|for|in|on|to)$/i.test(word));
  if (named.length < 2) return [...(named[0] ?? label)].slice(0, 8).join('');
  return named
    .map((word) => (/^\p{Lu}{2,4}$/u.test(word) ? word : [...word][0]))
    .join('')
    .toLocaleUpperCase(locale)
    .slice(0, 6);
}

/** The end of an event, HH:MM; after midnight it is the time of the next day. */
export function endOf({ time, minutes }: Pick<CalendarEvent, 'time' | 'minutes'>): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const end = hour * 60 + minute + minutes;
  return [Math.floor(end / 60) % 24, end % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
