import type { CalendarEvent } from './event.ts';

/** A day or a week is drawn in rows of half an hour. */
const minutesARow = 30;
const rowsADay = 48;

/** Rows from midnight that are shown at least: 7:00 to 19:00. */
const usual = { first: 14, last: 38 } as const;

/** Most meetings beside each other; the others are counted. */
const mostLanes = 6;

/** Rows from midnight; `last` is excluded. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

/** Something in a lane: free rows, or a meeting over some rows. */
interface Piece {
  readonly rows: number;
  /** `undefined`: free. */
  readonly event?: CalendarEvent;
}

/** Meetings that overlap, side by side in lanes of equal width, or free rows. */
export interface Block {
  readonly rows: number;
  readonly lanes: readonly (readonly Piece[])[];
}

interface DayLayout {
  readonly blocks: readonly Block[];
  /** Meetings that found no lane. */
  readonly left: number;
}

/** The rows of an event: at least one, and none after midnight. */
export function rowsOf({ time, minutes }: Pick<CalendarEvent, 'time' | 'minutes'>): Rows {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const first = Math.floor((hour * 60 + minute) / minutesARow);
  const length = Math.max(1, Math.ceil(minutes / minutesARow));
  return { first, last: Math.min(rowsADay, first + length) };
}

/** The hours to show: the usual ones, and all with a meeting (spec calendar#views). */
export function shownRows(events: readonly CalendarEvent[]): Rows {
  const rows = events.map(rowsOf);
  const first = Math.min(usual.first, ...rows.map((each) => each.first));
  const last = Math.max(usual.last, ...rows.map((each) => each.last));
  // Whole hours.
  return { first: first - (first % 2), last: last + (last % 2) };
}

interface Placed extends Rows {
  readonly event: CalendarEvent;
}

/** Lays out the events of one day from top to bottom; those that overlap share the width. */
export function layoutDay(events: readonly CalendarEvent[], shown: Rows): DayLayout {
  const placed = events
    .map((event) => ({ event, ...rowsOf(event) }))
    .toSorted((one, other) => one.first - other.first || other.last - one.last);
  const blocks: Block[] = [];
  let at = shown.first;
  let left = 0;
  for (const group of overlapping(placed)) {
    const { first, last } = spanOf(group);
    if (first > at) blocks.push(free(first - at));
    const lanes = lanesOf(group);
    left += lanes.slice(mostLanes).flat().length;
    blocks.push({
      rows: last - first,
      lanes: lanes.slice(0, mostLanes).map((lane) => piecesOf(lane, first)),
    });
    at = last;
  }
  if (shown.last > at) blocks.push(free(shown.last - at));
  return { blocks, left };
}

const free = (rows: number): Block => ({ rows, lanes: [] });

/** Groups of events that overlap directly or by way of others. */
function overlapping(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = [];
  let end = -1;
  for (const each of placed) {
    if (each.first >= end) groups.push([]);
    groups.at(-1)?.push(each);
    end = Math.max(end, each.last);
  }
  return groups;
}

function spanOf(group: readonly Placed[]): Rows {
  return {
    first: Math.min(...group.map(({ first }) => first)),
    last: Math.max(...group.map(({ last }) => last)),
  };
}

/** Each event goes into the first lane that is free. */
function lanesOf(group: readonly Placed[]): readonly (readonly Placed[])[] {
  const lanes: Placed[][] = [];
  for (const each of group) {
    const lane = lanes.find((other) => (other.at(-1)?.last ?? 0) <= each.first);
    if (lane === undefined) lanes.push([each]);
    else lane.push(each);
  }
  return lanes;
}

function piecesOf(lane: readonly Placed[], from: number): readonly Piece[] {
  let at = from;
  return lane.flatMap(({ first, last, event }) => {
    const gap = first - at;
    at = last;
    return [...(gap > 0 ? [{ rows: gap }] : []), { rows: last - first, event }];
  });
}
