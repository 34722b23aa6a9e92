import type { KeptPortion } from '../../ontology/bulk-relate.ts';
import type { EntityKey, RelationKind } from '../../ontology/bulk-relations.ts';
import type { RelationItem } from '../formats/items.ts';
import type { KnownIds } from './known-ids.ts';

/** Limits: characters of relations held in memory, kinds told apart, relations per statement. */
const mostCharacters = 8 * 2 ** 20;
const mostKinds = 1000;
/** Limit of kinds up to which roles are told apart. */
const mostWithRole = 500;
export const portion = 1000;

/** Characters counted per relation in addition to its texts: roughly the memory of its numbers. */
const numbers = 40;

/** Columns of a growing portion of relations. */
class Columns {
  readonly places: number[] = [];
  readonly kinds: number[] = [];
  readonly sources: (number | null)[] = [];
  readonly targets: (number | null)[] = [];
  readonly sourceNames: (string | null)[] = [];
  readonly targetNames: (string | null)[] = [];
  readonly properties: (string | null)[] = [];
}

/**
 * Holds relations in memory until all entities of their file exist, as lists in the form the
 * database reads. There is room for several hundred thousand; later ones are staged in the
 * database.
 */
export class KeptRelations {
  private readonly known: KnownIds;
  private readonly byKind = new Map<string, number>();
  private readonly kindsInOrder: RelationKind[] = [];
  private readonly whole: KeptPortion[] = [];
  private columns = new Columns();
  private characters = 0;
  private isFull = false;

  constructor(known: KnownIds) {
    this.known = known;
  }

  get kinds(): readonly RelationKind[] {
    return this.kindsInOrder;
  }

  /** Returns whether there was room. */
  add({ index, type, source, target, properties }: RelationItem): boolean {
    const role = type === 'has_role' && this.byKind.size < mostWithRole ? target.name : undefined;
    const kind = this.kindOf({ type, sourceType: source.type, targetType: target.type, role });
    if (this.isFull || kind === undefined) {
      this.isFull = true;
      this.known.close();
      return false;
    }
    const { columns } = this;
    columns.places.push(index);
    columns.kinds.push(kind);
    this.characters += numbers;
    this.end(source, columns.sources, columns.sourceNames);
    this.end(target, columns.targets, columns.targetNames);
    const described = Object.keys(properties).length > 0 ? JSON.stringify(properties) : null;
    this.characters += described?.length ?? 0;
    columns.properties.push(described);
    if (columns.places.length >= portion) this.close();
    this.isFull = this.characters >= mostCharacters;
    return true;
  }

  /** Removes and returns all of them, in order. */
  take(): KeptPortion[] {
    this.known.close();
    if (this.columns.places.length > 0) this.close();
    return this.whole.splice(0);
  }

  private end(end: EntityKey, ids: (number | null)[], names: (string | null)[]): void {
    const id = this.known.of(end);
    ids.push(id ?? null);
    names.push(id === undefined ? end.name : null);
    if (id === undefined) this.characters += end.name.length;
  }

  private close(): void {
    const { places, kinds, sources, targets, sourceNames, targetNames, properties } = this.columns;
    this.whole.push({
      ...{
        after: this.whole.at(-1)?.upTo ?? -1,
        upTo: places.at(-1) ?? -1,
        places,
        kinds,
        sources,
        targets,
      },
      ...{
        sourceNames: anyOf(sourceNames),
        targetNames: anyOf(targetNames),
        properties: anyOf(properties),
      },
    });
    this.columns = new Columns();
  }

  private kindOf(kind: RelationKind): number | undefined {
    const key = [kind.type, kind.sourceType, kind.targetType, kind.role].join('\n');
    const known = this.byKind.get(key);
    if (known !== undefined || this.byKind.size >= mostKinds) return known;
    this.byKind.set(key, this.byKind.size);
    this.kindsInOrder.push(kind);
    return this.byKind.size - 1;
  }
}

/** The list, or an empty one if it has no values. */
const anyOf = <T>(list: readonly (T | null)[]): readonly (T | null)[] =>
  list.every((each) => each === null) ? [] : list;
