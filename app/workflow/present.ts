import {
  type Definition,
  initialOf,
  labelOf,
  type Status,
  statusIn,
  type Workflow,
} from './definition.ts';

/** A step of an item's way through its workflow. */
interface WayStep {
  readonly code: string;
  readonly label: string;
  /** When and by whom the item arrived there; absent for steps ahead, and if it was not recorded. */
  readonly at?: Date;
  readonly by?: string;
}

/** The way of an item: where it was, where it is, and where it usually goes from there. */
export interface Way {
  readonly steps: readonly WayStep[];
  /** Index of the current one. */
  readonly current: number;
}

/**
 * The way of an item (spec workflow#steps): the recorded moves without detours, the current status,
 * and ahead of it the transitions that need no reason, each to a later status. An item without
 * recorded moves came the shortest way.
 */
export function wayOf(workflow: Workflow, status: string | undefined): Way {
  const current = statusIn(workflow, status);
  const behind = behindOf(workflow, current);
  const steps: readonly WayStep[] = [
    ...behind,
    ...aheadOf(workflow, current, new Set(behind.map(({ code }) => code))).map((code) => ({
      code,
      label: labelOf(workflow, code),
    })),
  ];
  return { steps, current: behind.length - 1 };
}

function behindOf(workflow: Workflow, current: string): readonly WayStep[] {
  const { moves } = workflow;
  const first = moves[0];
  const start = first?.from ?? initialOf(workflow)?.code ?? current;
  if (first === undefined || moves.at(-1)?.to !== current)
    return shortest(workflow, start, current).map((code) => ({
      code,
      label: labelOf(workflow, code),
    }));
  return moves.reduce<readonly WayStep[]>(
    (way, { to, at, by }) => {
      const seen = way.findIndex(({ code }) => code === to);
      const kept = seen < 0 ? way : way.slice(0, seen);
      return [...kept, { code: to, label: labelOf(workflow, to), at: new Date(at), by }];
    },
    [{ code: start, label: labelOf(workflow, start) }],
  );
}

/** The shortest way between two statuses, both included; only the goal if there is none. */
function shortest({ transitions }: Definition, start: string, goal: string): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set([start]);
  for (const way of ways) {
    const last = way.at(-1);
    if (last === goal) return way;
    for (const { from, to } of transitions)
      if (from === last && !seen.has(to)) {
        seen.add(to);
        ways.push([...way, to]);
      }
  }
  return [goal];
}

function aheadOf(
  definition: Definition,
  current: string,
  behind: ReadonlySet<string>,
): readonly string[] {
  const place = new Map(definition.statuses.map((status: Status, at) => [status.code, at]));
  const isTerminal = (code: string): boolean =>
    definition.statuses.some((status) => status.code === code && status.isTerminal);
  const ahead: string[] = [];
  let at = current;
  while (!isTerminal(at)) {
    const next = definition.transitions
      .filter(({ from, needsOutcome }) => from === at && !needsOutcome)
      .map(({ to }) => to)
      .filter((to) => (place.get(to) ?? -1) > (place.get(at) ?? -1) && !behind.has(to))
      .toSorted((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0))[0];
    if (next === undefined) return ahead;
    ahead.push(next);
    at = next;
  }
  return ahead;
}
