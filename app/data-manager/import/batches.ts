import type { EntityItem, RelationItem } from '../formats/items.ts';
import { entityAsFile, importEntities } from './entities.ts';
import type { Importing } from './importing.ts';
import { relationAsFile } from './relations.ts';
import { entityProblem, relationProblem } from './rules.ts';
import { stageRelations } from './staged-store.ts';

/**
 * Items per savepoint, or characters of their texts: each savepoint takes memory of the server
 * until the import ends.
 */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/** Groups items of a file into batches. The database stores one while the next is read. */
export class Batches {
  private readonly importing: Importing;
  private entities = new Map<string, EntityItem>();
  private relations: RelationItem[] = [];
  private characters = 0;
  private storing: Promise<void> = Promise.resolve();

  constructor(importing: Importing) {
    this.importing = importing;
  }

  /** Refuses an invalid item. Resolves when there is room for more. */
  async add(item: EntityItem | RelationItem): Promise<void> {
    if (this.isRefused(item)) return;
    if (item.kind === 'relation') this.relations.push(item);
    else {
      const key = `${item.type}:${item.name}`;
      // If the file contains an entity twice, the first must be stored before the second.
      if (this.entities.has(key)) await this.flush();
      this.entities.set(key, item);
    }
    for (const value of Object.values(item.properties)) this.characters += value.length;
    const items = this.entities.size + this.relations.length;
    if (items >= mostItems || this.characters >= mostCharacters) await this.flush();
  }

  private isRefused(item: EntityItem | RelationItem): boolean {
    const { tally, powers } = this.importing;
    const problem = item.kind === 'entity' ? entityProblem(item, powers) : relationProblem(item);
    if (problem === undefined) return false;
    const asFile = item.kind === 'entity' ? entityAsFile(item) : relationAsFile(item);
    tally.refuse(item.kind, item.index, asFile, problem);
    return true;
  }

  /** Stores the batch once the one before it is stored. */
  async flush(): Promise<void> {
    const { entities, relations, importing } = this;
    [this.entities, this.relations, this.characters] = [new Map(), [], 0];
    await this.storing;
    this.storing = storeBatch(importing, [...entities.values()], relations);
    // The error surfaces where the batch is awaited.
    this.storing.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.storing;
  }

  /**
   * Resolves when the database has finished everything handed over. The transaction must not end
   * before, or the next statement would run after it and be kept.
   */
  async settle(): Promise<void> {
    await this.storing.catch(() => undefined);
  }
}

async function storeBatch(
  importing: Importing,
  entities: readonly EntityItem[],
  relations: readonly RelationItem[],
): Promise<void> {
  await importEntities(importing, entities);
  if (relations.length > 0) await stageRelations(importing.tx, importing.importId, relations);
}
