import { CheckedEntities, type Importing, importEntities } from './import-entities.ts';
import type { EntityItem, RelationItem } from './import-items.ts';
import { keepRelations } from './import-relations.ts';
import { relationProblem } from './rules.ts';

/** Items, or characters of their texts, that one savepoint is around: each keeps a little memory of the server until the import ends. */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/** Items with which the database begins while it has nothing else to do; each time it waits for twice as many. */
const firstItems = 500;

/** Gathers items of a file into batches. While the database works on one, the next is read. */
export class Batches {
  private readonly importing: Importing;
  private entities: CheckedEntities;
  private keys = new Set<string>();
  private relations: RelationItem[] = [];
  private items = 0;
  private characters = 0;
  private underWay: Promise<void> = Promise.resolve();
  private isIdle = true;
  private enough = firstItems;

  constructor(importing: Importing) {
    this.importing = importing;
    this.entities = new CheckedEntities(importing);
  }

  /** Resolves when there is room for more. */
  async add(item: EntityItem | RelationItem): Promise<void> {
    if (item.kind === 'relation') this.take(item);
    else {
      const key = `${item.type}:${item.name}`;
      // An entity that the file has twice exists when its second item comes.
      if (this.keys.has(key)) await this.flush();
      this.keys.add(key);
      this.entities.add(item);
    }
    this.items += 1;
    this.characters += sizeOf(item);
    const most = this.isIdle ? this.enough : mostItems;
    if (this.items >= most || this.characters >= mostCharacters) await this.flush();
  }

  /** What is wrong with a relation is told when the entities before it are dealt with. */
  private take(item: RelationItem): void {
    const isSound = !item.describes && relationProblem(item) === undefined;
    if (!isSound || !this.importing.kept.add(item)) this.relations.push(item);
  }

  /** Hands on what was gathered, as soon as what was handed on before is done. */
  async flush(): Promise<void> {
    const { entities, relations, importing } = this;
    [this.entities, this.relations, this.keys, this.items, this.characters] = [new CheckedEntities(importing), [], new Set(), 0, 0];
    if (entities.items.length + relations.length === 0) return;
    await this.underWay;
    this.isIdle = false;
    this.enough = Math.min(2 * this.enough, mostItems);
    this.underWay = (async () => {
      if (entities.items.length > 0) await importEntities(importing, entities);
      if (relations.length > 0) await keepRelations(importing, relations);
      this.isIdle = true;
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
