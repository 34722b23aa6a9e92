import type { Entry } from '../entry.ts';
import { timeAfter } from '../schedule.ts';

/** An entry with its place in the plan. */
export interface Planned extends Entry {
  /** Counts agenda points, from 1; `null` for sections and breaks. */
  readonly number: number | null;
  /** HH:MM, when it is planned to begin. */
  readonly begins: string;
  /** Seconds used, with those of a running timer. */
  readonly usedNow: number;
  /** Seconds beyond the planned time; 0 if there are none, or nothing is planned. */
  readonly over: number;
}

/** An agenda with its times. */
export interface AgendaPlan {
  readonly entries: readonly Planned[];
  readonly points: number;
  /** Sum of the planned minutes. */
  readonly minutes: number;
  /** Minutes by which the agenda exceeds the meeting's duration; 0 if it does not. */
  readonly excess: number;
  /** HH:MM, when the last entry is planned to end. */
  readonly ends: string;
  /** The current entry. */
  readonly current: Planned | undefined;
  /** The agenda point after the current one, or the first open one. */
  readonly next: Planned | undefined;
}

interface PlanOptions {
  /** HH:MM */
  readonly begins: string;
  /** Planned duration of the meeting in minutes. */
  readonly duration: number;
  readonly now: Date;
}

const closed: readonly (string | null)[] = ['voted', 'completed'];

/** When each entry is planned to begin, and what exceeds the plan (spec meetings#plan). */
export function planOf(
  stored: readonly Entry[],
  { begins, duration, now }: PlanOptions,
): AgendaPlan {
  let minutes = 0;
  let points = 0;
  const entries = stored.map((entry): Planned => {
    const starts = timeAfter(begins, minutes);
    minutes += entry.minutes ?? 0;
    if (entry.kind === 'point') points += 1;
    const usedNow = usedSeconds(entry, now);
    const planned = (entry.minutes ?? 0) * 60;
    return {
      ...entry,
      number: entry.kind === 'point' ? points : null,
      begins: starts,
      usedNow,
      over: planned === 0 ? 0 : Math.max(0, usedNow - planned),
    };
  });
  const place = entries.findIndex(({ runningSince }) => runningSince !== null);
  const isNext = ({ kind, status }: Planned) => kind !== 'section' && !closed.includes(status);
  const next =
    entries.slice(place + 1).find(isNext) ??
    entries.find((entry, at) => at !== place && isNext(entry) && entry.usedNow === 0);
  return {
    entries,
    points,
    minutes,
    excess: Math.max(0, minutes - duration),
    ends: timeAfter(begins, minutes),
    current: place < 0 ? undefined : entries[place],
    next,
  };
}

/** Seconds that an entry took, up to a moment. */
export function usedSeconds(
  { used, runningSince }: Pick<Entry, 'used' | 'runningSince'>,
  now: Date,
): number {
  if (runningSince === null) return used;
  const since = Date.parse(runningSince);
  return Number.isNaN(since)
    ? used
    : used + Math.max(0, Math.floor((now.getTime() - since) / 1000));
}

/** How far a running meeting is behind its plan. */
interface Forecast {
  /** Whole minutes by which it will take longer than planned; negative if shorter. */
  readonly late: number;
  /** HH:MM, when it is expected to end. */
  readonly ends: string;
}

/**
 * The expected duration of a running meeting: used time, and planned time for the rest (spec
 * meetings#plan).
 * @param started HH:MM, when it was opened
 */
export function forecastOf(
  { entries, minutes }: Pick<AgendaPlan, 'entries' | 'minutes'>,
  started: string,
): Forecast {
  const seconds = entries.reduce((sum, entry) => {
    const planned = (entry.minutes ?? 0) * 60;
    const isOver = entry.usedNow > 0 && entry.runningSince === null;
    return sum + (isOver ? entry.usedNow : Math.max(planned, entry.usedNow));
  }, 0);
  const expected = Math.round(seconds / 60);
  return { late: expected - minutes, ends: timeAfter(started, expected) };
}

/** Where an entry goes: one place up or down, to a place from 1, or before another one (`null`: to the end). */
export type Place =
  | { readonly by: 'up' | 'down' }
  | { readonly at: number }
  | { readonly before: string | null };

/** The order of ids after one moved; `undefined` if nothing changes or an id is unknown. */
export function movedEntry(
  ids: readonly string[],
  id: string,
  place: Place,
): readonly string[] | undefined {
  const from = ids.indexOf(id);
  if (from < 0) return undefined;
  const others = ids.filter((other) => other !== id);
  const to = targetOf(others, from, place);
  if (to === undefined || to < 0 || to > others.length || to === from) return undefined;
  return [...others.slice(0, to), id, ...others.slice(to)];
}

function targetOf(others: readonly string[], from: number, place: Place): number | undefined {
  if ('by' in place) return place.by === 'up' ? from - 1 : from + 1;
  if ('at' in place) return Math.min(place.at, others.length + 1) - 1;
  if (place.before === null) return others.length;
  const at = others.indexOf(place.before);
  return at < 0 ? undefined : at;
}
