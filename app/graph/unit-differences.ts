import type { DatabaseUnit, GraphUnit, Part } from './units.ts';

/** The differences of the graph from the database; each entity or relation once. */
export interface Difference {
  readonly kind: string;
  readonly id: string;
  /** `missing` and `changed` are written, `extra` is removed. */
  readonly is: 'missing' | 'changed' | 'extra';
  /** Relationships to remove, also one that is written again. */
  readonly keys: readonly string[];
}

type Keyed = Part & { readonly key?: string };

/** Compares two units part by part; `undefined` is an entity without a place there. Pure. */
export function differencesOf(
  wanted: DatabaseUnit | undefined,
  found: GraphUnit | undefined,
): readonly Difference[] {
  const missing = [...(wanted?.parts ?? [])];
  const extra: Keyed[] = [];
  for (const part of found?.parts ?? []) {
    const at = missing.findIndex(({ digest }) => digest === part.digest);
    if (at < 0) extra.push(part);
    else missing.splice(at, 1);
  }
  const subjects = Map.groupBy<string, Keyed>([...missing, ...extra], subjectOf);
  return [...subjects.values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const isWanted = parts.some((part) => missing.includes(part));
    const keys = parts.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const isThere = parts.some((part) => extra.includes(part));
    const is = !isWanted ? 'extra' : isThere ? 'changed' : 'missing';
    return [{ kind: first.kind, id: first.id, is, keys } as const];
  });
}

/** Nodes by their entity, whatever their label; a relationship of no relation stands for itself. */
const subjectOf = (part: Keyed): string =>
  part.kind.startsWith('node ')
    ? `node ${part.id}`
    : `relationship ${part.id === '' ? part.key : part.id}`;
