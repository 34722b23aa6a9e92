import type { EntityKey } from '../../ontology/bulk-relations.ts';

/** Ids that are remembered; those of what comes later the database looks up. */
const mostIds = 128_000;

/** Ids of entities that an import made, so that nobody has to look for them again. */
export class KnownIds {
  // Numbers take no memory of their own in a map, and no database has as many entities as they
  // can't tell apart.
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

  /** Forgets them all: nobody asks any more. */
  close(): void {
    this.isClosed = true;
    this.byType.clear();
  }
}
