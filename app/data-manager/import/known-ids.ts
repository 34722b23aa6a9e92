import type { EntityKey } from '../../ontology/bulk-relations.ts';

/** Maximum number of ids in memory; the database looks up the others. */
const mostIds = 128_000;

/** Ids of entities that an import created, so that they need not be looked up. */
export class KnownIds {
  // Numbers need no allocation in a map, and ids stay below the limit of exact integers.
  private readonly byType = new Map<string, Map<string, number>>();
  private isClosed = false;
  private size = 0;

  add({ type, name }: EntityKey, id: string): void {
    if (this.isClosed || this.size >= mostIds || !Number.isSafeInteger(Number(id))) return;
    const names = this.byType.get(type) ?? new Map<string, number>();
    this.byType.set(type, names.set(name, Number(id)));
    this.size += 1;
  }

  of({ type, name }: EntityKey): number | undefined {
    return this.byType.get(type)?.get(name);
  }

  /** Clears the ids; they are no longer needed. */
  close(): void {
    this.isClosed = true;
    this.byType.clear();
  }
}
