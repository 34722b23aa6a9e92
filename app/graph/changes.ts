import type { EntityRow, RelationRow } from './projection.ts';

/** A row of the outbox: what changed, not how. Ids and numbers are decimal strings of 64 bits. */
export interface Change {
  readonly seq: string;
  readonly kind: 'entity' | 'relation';
  readonly first: string;
  /** Entities or relations that were made together share a row: those from `first` to here. */
  readonly last: string;
  /** Ends of a relation that is gone: the graph finds relationships by their ends. */
  readonly source: string | null;
  readonly target: string | null;
  readonly attempts: number;
}

/** A relation that is gone from between two entities. */
export interface GoneRelation {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

/** The entities and relations that changes are about. */
export interface Subjects {
  readonly entities: readonly string[];
  readonly relations: readonly string[];
  readonly goneRelations: readonly GoneRelation[];
  /** Changes that are covered as a whole. */
  readonly covered: readonly string[];
  /** The last change, if only its part before `next` is covered. */
  readonly cut?: { readonly seq: string; readonly next: string };
}

/** The current state of what changed, as the graph is to have it. */
export interface GraphState {
  /** Drawn after the state was read by the only writer: newer states have larger ones. */
  readonly seq: string;
  readonly entities: readonly EntityRow[];
  readonly goneEntities: readonly string[];
  readonly relations: readonly RelationRow[];
  readonly goneRelations: readonly GoneRelation[];
}

/**
 * Names each entity and relation once, however many changes name it, and at most `most` (spec
 * graph#relay). A change that names more is cut, so that any import fits. Pure.
 */
export function subjectsOf(changes: readonly Change[], most: number): Subjects {
  const entities = new Set<string>();
  const relations = new Set<string>();
  const gone = new Map<string, GoneRelation>();
  const covered: string[] = [];
  let left = most;
  for (const { seq, kind, first, last, source, target } of changes) {
    const [from, to] = [BigInt(first), BigInt(last)];
    const through = to - from < BigInt(left) ? to : from + BigInt(left - 1);
    for (let id = from; id <= through; id += 1n) {
      if (kind === 'entity') entities.add(String(id));
      else if (source !== null && target !== null)
        gone.set(String(id), { id: String(id), source, target });
      else relations.add(String(id));
    }
    left -= Number(through - from) + 1;
    const subjects = () => ({
      ...{ entities: [...entities], relations: [...relations], goneRelations: [...gone.values()] },
    });
    if (through < to) return { ...subjects(), covered, cut: { seq, next: String(through + 1n) } };
    covered.push(seq);
    if (left === 0) return { ...subjects(), covered };
  }
  return {
    ...{ entities: [...entities], relations: [...relations], goneRelations: [...gone.values()] },
    covered,
  };
}
