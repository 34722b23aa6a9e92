/** One committee waits for another. */
export interface Blocking {
  readonly source: string;
  readonly target: string;
}

/**
 * The way along blocking dependencies from one committee to another, both included, the shortest
 * first; `undefined` if there is none (spec dependencies#cycles).
 */
export function wayThrough(
  blocking: readonly Blocking[],
  from: string,
  to: string,
): readonly string[] | undefined {
  const targets = Map.groupBy(blocking, ({ source }) => source);
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const [reached] of before) {
    if (reached === to) return wayTo(reached, before);
    for (const { target } of targets.get(reached) ?? [])
      if (!before.has(target)) before.set(target, reached);
  }
  return undefined;
}

function wayTo(end: string, before: ReadonlyMap<string, string | undefined>): readonly string[] {
  const earlier = before.get(end);
  return earlier === undefined ? [end] : [...wayTo(earlier, before), end];
}
