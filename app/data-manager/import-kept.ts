import type { KeptPortion, KeptRelation } from '../ontology/bulk-relate.ts';
import type { RelationKind } from '../ontology/bulk-relations.ts';
import type { RelationItem } from './import-items.ts';
import type { KnownIds } from './known-ids.ts';

/** Characters that relations may take here; kinds of them that are told apart; relations that one statement stores. */
const mostCharacters = 8 * 2 ** 20;
const mostKinds = 1000;
export const portion = 1000;

/**
 * Relations that wait here until all entities of their file are there, as texts in which the database reads them. There is room for some
 * hundred thousand; what comes after those waits in the database.
 */
export class KeptRelations {
  private readonly known: KnownIds;
  private readonly byKind = new Map<string, number>();
  private readonly kindsInOrder: RelationKind[] = [];
  private readonly whole: KeptPortion[] = [];
  private rows: string[] = [];
  private characters = 0;
  private isFull = false;
  private last = -1;

  constructor(known: KnownIds) {
    this.known = known;
  }

  get kinds(): readonly RelationKind[] {
    return this.kindsInOrder;
  }

  /** Whether there was room for it. */
  add({ index, type, source, target, properties }: RelationItem): boolean {
    const kind = this.kindOf({ type, sourceType: source.type, targetType: target.type });
    if (this.isFull || kind === undefined) {
      this.isFull = true;
      this.known.close();
      return false;
    }
    const [s, t] = [this.known.of(source), this.known.of(target)];
    const row: KeptRelation = {
      ...{ n: index, k: kind },
      ...(s === undefined ? { sn: source.name } : { s }),
      ...(t === undefined ? { tn: target.name } : { t }),
      ...(Object.keys(properties).length > 0 && { p: properties }),
    };
    const text = JSON.stringify(row);
    this.rows.push(text);
    this.characters += text.length;
    if (this.rows.length >= portion) this.close(index);
    this.last = index;
    this.isFull = this.characters >= mostCharacters;
    return true;
  }

  /** All of them, in their order; they are here no longer. */
  take(): KeptPortion[] {
    this.known.close();
    if (this.rows.length > 0) this.close(this.last);
    return this.whole.splice(0);
  }

  private close(upTo: number): void {
    this.whole.push({ after: this.whole.at(-1)?.upTo ?? -1, upTo, relations: `[${this.rows.join()}]` });
    this.rows = [];
  }

  private kindOf(kind: RelationKind): number | undefined {
    const key = `${kind.type}\n${kind.sourceType}\n${kind.targetType}`;
    const known = this.byKind.get(key);
    if (known !== undefined || this.byKind.size >= mostKinds) return known;
    this.byKind.set(key, this.byKind.size);
    this.kindsInOrder.push(kind);
    return this.byKind.size - 1;
  }
}
