import type { EntityKey } from '../ontology/bulk-relations.ts';

/** Ids that are remembered; those of what comes later the database looks up. */
const mostIds = 200_000;

/** Ids of entities that an import made, so that nobody has to look for them again. */
export class KnownIds {
  private readonly byType = new Map<string, Map<string, string>>();
  private size = 0;

  add({ type, name }: EntityKey, id: string): void {
    if (this.size >= mostIds) return;
    const names = this.byType.get(type) ?? new Map<string, string>();
    this.byType.set(type, names.set(name, id));
    this.size += 1;
  }

  of({ type, name }: EntityKey): string | undefined {
    return this.byType.get(type)?.get(name);
  }
}
