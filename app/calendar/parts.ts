import { dayOf } from './days.ts';
import type { CalendarEvent } from './event.ts';

/** Where a committee stands in the list of committees. */
export interface CommitteePlace {
  readonly sortOrder: number;
  readonly id: string;
}

/** Where an event stands: its committee's place, its day, and the id of a stored meeting or 0. */
type EventPlace = readonly number[];

/** Numbers of a place in a calendar of several committees. */
export const placeLength = 4;

interface Wanted {
  /** The committees whose events are known, in their order; the first is the one of `after`. */
  readonly committees: readonly CommitteePlace[];
  /** Whether there are committees after them. */
  readonly hasMore: boolean;
  /** The place of the last event before the part; `undefined`: from the beginning. */
  readonly after: EventPlace | undefined;
  readonly size: number;
  /** The last day of the calendar, YYYY-MM-DD. */
  readonly end: string;
}

/** A part of a calendar, and the place after which it continues. */
interface EventPart {
  readonly events: readonly CalendarEvent[];
  readonly next: string | null;
}

/**
 * A part of a calendar of several committees: one after the other, so that a part needs the events
 * of few committees, however many there are (spec api#calendar). Committees without
 * events may leave it short.
 */
export function partOfEvents(
  events: readonly CalendarEvent[],
  { committees, hasMore, after, size, end }: Wanted,
): EventPart {
  const ofCommittee = Map.groupBy(events, ({ committee }) => committee.id);
  const placed = committees
    .flatMap(({ sortOrder, id }) =>
      (ofCommittee.get(id) ?? []).map((event) => ({
        event,
        place: [sortOrder, Number(id), dayOf(event.date), Number(event.meeting?.id ?? 0)],
      })),
    )
    .filter(({ place }) => after === undefined || inOrder(place, after) > 0)
    .toSorted((one, other) => inOrder(one.place, other.place));
  const shown = placed.slice(0, size);
  const [last, lastRead] = [shown.at(-1), committees.at(-1)];
  const isCut = placed.length > shown.length;
  const next = isCut ? last?.place : hasMore ? behind(lastRead, end) : undefined;
  return { events: shown.map(({ event }) => event), next: next?.join('.') ?? null };
}

/** The place behind all events of a committee. */
const behind = (committee: CommitteePlace | undefined, end: string): EventPlace | undefined =>
  committee && [committee.sortOrder, Number(committee.id), dayOf(end) + 1, 0];

function inOrder(one: EventPlace, other: EventPlace): number {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
