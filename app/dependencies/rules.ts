/** One committee waits for another. */
export interface Blocking {
  readonly source: string;
  readonly target: string;
}

/**
 * The shortest cycle through one of some blocking dependencies, from its source and back;
 * `undefined` if there is none (spec dependencies#cycles).
 * @param among part of `blocking`
 */
export function cycleOf(
  blocking: readonly Blocking[],
  among: readonly Blocking[],
): readonly string[] | undefined {
  if (!hasCycle(blocking)) return undefined;
  for (const { source, target } of among) {
    const way = wayThrough(blocking, target, source);
    if (way !== undefined) return [source, ...way];
  }
  return undefined;
}

/** Whether there is a cycle at all: what remains without committees that nothing waits for. */
function hasCycle(blocking: readonly Blocking[]): boolean {
  const targets = Map.groupBy(blocking, ({ source }) => source);
  const waiting = new Map<string, number>();
  for (const { target } of blocking) waiting.set(target, (waiting.get(target) ?? 0) + 1);
  const free = [...targets.keys()].filter((source) => !waiting.has(source));
  let left = blocking.length;
  for (const source of free)
    for (const { target } of targets.get(source) ?? []) {
      left -= 1;
      const others = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, others);
      if (others === 0) free.push(target);
    }
  return left > 0;
}

/**
 * The way along blocking dependencies from one committee to another, both included, the shortest
 * first; `undefined` if there is none.
 */
function wayThrough(
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
