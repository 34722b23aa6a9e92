export type Direction = 'up' | 'down';

/**
 * A list with one item moved by one place.
 * @returns `undefined` if there is no such item or no place in that direction
 */
export function moved(
  ids: readonly string[],
  id: string,
  direction: Direction,
): readonly string[] | undefined {
  const from = ids.indexOf(id);
  const to = direction === 'up' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= ids.length) return undefined;
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** The places of a list, numbered from 1 without gaps (spec ontology#collections). */
export const placesOf = (ids: readonly string[]): ReadonlyMap<string, string> =>
  new Map(ids.map((id, index) => [id, String(index + 1)]));
