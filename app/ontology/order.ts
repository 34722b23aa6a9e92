/** Where an item goes: one place up or down, or to a place, counted from 1. */
export type Target = 'up' | 'down' | number;

/**
 * A list with one item moved (spec interface#order).
 * @returns `undefined` if there is no such item, or no such place but its own
 */
export function moved(
  ids: readonly string[],
  id: string,
  target: Target,
): readonly string[] | undefined {
  const from = ids.indexOf(id);
  const to = typeof target === 'number' ? target - 1 : target === 'up' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= ids.length || to === from) return undefined;
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** The places of a list, numbered from 1 without gaps (spec ontology#collections). */
export const placesOf = (ids: readonly string[]): ReadonlyMap<string, string> =>
  new Map(ids.map((id, index) => [id, String(index + 1)]));
