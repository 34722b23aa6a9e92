import { moved, type Target } from '../ontology/order.ts';
import type { Capacity, Term } from './position.ts';

/** A day `YYYY-MM-DD`, some days later. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const [first, last] = ['0000-01-01', '9999-12-31'];
const startOf = ({ since }: Pick<Term, 'since'>): string => since ?? first;
const endOf = ({ until }: Pick<Term, 'until'>): string => until ?? last;

type Span = Pick<Term, 'since' | 'until'>;

/** Whether two terms share a day. */
export const overlap = (one: Span, other: Span): boolean =>
  startOf(one) <= endOf(other) && startOf(other) <= endOf(one);

/** Whether a term includes a day. */
export const isOn = (term: Span, day: string): boolean =>
  startOf(term) <= day && day <= endOf(term);

/** Whether a term takes a seat; a substitute takes none (spec positions#seats). */
export const takesSeat = ({ capacity }: { readonly capacity: Capacity }): boolean =>
  capacity !== 'substitute_for';

/** The most seats that terms take on one day of a span. */
export function seatsTaken(terms: readonly Term[], span: Span): number {
  const taking = terms.filter((term) => takesSeat(term) && overlap(term, span));
  // The number only grows where a term begins.
  const days = [startOf(span), ...taking.map(startOf)].filter((day) => isOn(span, day));
  return Math.max(0, ...days.map((day) => taking.filter((term) => isOn(term, day)).length));
}

/** A term after it was ended, or why it cannot end then. */
export type Ending =
  | { readonly kind: 'ended'; readonly term: Term }
  /** It would end before it began, so there is no such term. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'too-early' | 'too-late' };

/**
 * Ends a term (spec positions#vacate).
 * @param lastDay its last day; `undefined`: it ends now, so yesterday was the last day
 */
export function ended(term: Term, today: string, lastDay: string | undefined): Ending {
  const until = lastDay ?? daysLater(today, -1);
  if (until < startOf(term)) return { kind: lastDay === undefined ? 'gone' : 'too-early' };
  if (until > endOf(term)) return { kind: 'too-late' };
  return { kind: 'ended', term: { ...term, until } };
}

/** The properties of a relation that hold its terms. */
export const termProperties = ['since', 'until', 'capacity', 'terms'] as const;

/**
 * The properties of a relation with these terms: the last one as its own, earlier ones as a list
 * (spec positions#terms).
 */
export function storedTerms(terms: readonly Term[]): Readonly<Record<string, string>> {
  const sorted = terms.toSorted((one, other) => (startOf(one) < startOf(other) ? -1 : 1));
  const own = sorted.at(-1);
  const earlier = sorted.slice(0, -1);
  if (own === undefined) return {};
  return {
    ...written(own),
    ...(earlier.length === 0 ? {} : { terms: JSON.stringify(earlier.map(written)) }),
  };
}

const written = ({ since, until, capacity }: Term): Readonly<Record<string, string>> => ({
  ...(since === null ? {} : { since }),
  ...(until === null ? {} : { until }),
  ...(capacity === 'holder' ? {} : { capacity }),
});

/** The stored name of a position: unique in the database, while users see the short form. */
export const storedName = (committee: string, name: string): string => `${committee}:${name}`;

/**
 * Positions in order, with one moved among those of its membership (spec positions#order).
 * @returns `undefined` if there is no such position, or no such place for it
 */
export function movedPosition(
  positions: readonly { readonly id: string; readonly isMandatory: boolean }[],
  id: string,
  target: Target,
): readonly string[] | undefined {
  const after = moved(
    positions.map((position) => position.id),
    id,
    target,
  );
  const isMandatory = new Map(positions.map((position) => [position.id, position.isMandatory]));
  const stays = positions.every((position, index) => {
    const there = after?.[index];
    return there !== undefined && isMandatory.get(there) === position.isMandatory;
  });
  return stays ? after : undefined;
}
