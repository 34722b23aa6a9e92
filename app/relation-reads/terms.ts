/** A relation `fills_position` as the graph has it: unset properties are `null`. */
export interface Fills {
  readonly since: string | null;
  readonly until: string | null;
  readonly capacity: string | null;
  /** Further terms as JSON. */
  readonly terms: string | null;
}

/** A term of office; `null` is an open end. */
export interface Term {
  readonly since: string | null;
  readonly until: string | null;
  readonly capacity: string;
}

/**
 * The terms of a relation that include a day, as `termsOf` and `includesDay` of `app/authority` find
 * them in SQL. The graph has no JSON, so it gives the relation and this function decides; a test
 * compares both (spec positions#terms).
 */
export const termsOn = ({ terms, ...own }: Fills, day: string): readonly Term[] =>
  [own, ...listed(terms)]
    .map(termOf)
    .filter(({ since, until }) => (since ?? '') <= day && (until ?? '9999-12-31') >= day);

function listed(terms: string | null): readonly Readonly<Record<string, unknown>>[] {
  const found = terms === null ? undefined : parsed(terms);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const isObject = (entry: unknown): entry is Readonly<Record<string, unknown>> =>
  typeof entry === 'object' && entry !== null && !Array.isArray(entry);

const termOf = (entry: Readonly<Record<string, unknown>>): Term => ({
  since: textOf(entry['since']),
  until: textOf(entry['until']),
  capacity: textOf(entry['capacity']) ?? 'holder',
});

/** A member as PostgreSQL's `->>` returns it, with none for an empty text. */
function textOf(member: unknown): string | null {
  if (member === undefined || member === null || member === '') return null;
  return typeof member === 'string' ? member : JSON.stringify(member);
}
