import { type Importing, importEntities } from './import-entities.ts';
import type { EntityItem, RelationItem } from './import-items.ts';
import { keepRelations } from './import-relations.ts';

/** Items, or characters of their texts, that one savepoint is around: each keeps a little memory of the server until the import ends. */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/** Gathers items of a file into batches. While the database works on one, the next is read. */
export class Batches {
  private readonly importing: Importing;
  private entities: EntityItem[] = [];
  private keys = new Set<string>();
  private relations: RelationItem[] = [];
  private characters = 0;
  private underWay: Promise<void> = Promise.resolve();

  constructor(importing: Importing) {
    this.importing = importing;
  }

  /** Resolves when there is room for more. */
  async add(item: EntityItem | RelationItem): Promise<void> {
    if (item.kind === 'relation') this.relations.push(item);
    else {
      const key = `${item.type}:${item.name}`;
      // An entity that the file has twice exists when its second item comes.
      if (this.keys.has(key)) await this.flush();
      this.keys.add(key);
      this.entities.push(item);
    }
    this.characters += sizeOf(item);
    if (this.entities.length + this.relations.length >= mostItems || this.characters >= mostCharacters) await this.flush();
  }

  /** Hands on what was gathered, as soon as what was handed on before is done. */
  async flush(): Promise<void> {
    const { entities, relations, importing } = this;
    [this.entities, this.relations, this.keys, this.characters] = [[], [], new Set(), 0];
    await this.underWay;
    this.underWay = (async () => {
      if (entities.length > 0) await importEntities(importing, entities);
      if (relations.length > 0) await keepRelations(importing, relations);
    })();
    // Its failure is seen when it is waited for.
    this.underWay.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.underWay;
  }

  /**
   * Resolves when the database does nothing any more of what was handed on. Without waiting for it nobody may end the transaction: its
   * next statement would come after the end, and be kept.
   */
  async settle(): Promise<void> {
    await this.underWay.catch(() => undefined);
  }
}

const sizeOf = ({ properties }: EntityItem | RelationItem): number => {
  let size = 100;
  for (const value of Object.values(properties)) size += value.length;
  return size;
};
