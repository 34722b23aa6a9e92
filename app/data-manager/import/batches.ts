import { setImmediate } from 'node:timers/promises';
import type { EntityItem, RelationItem } from '../formats/items.ts';
import { CheckedEntities, importEntities } from './entities.ts';
import type { Importing } from './importing.ts';
import { keepRelations } from './relations.ts';
import { relationProblem } from './rules.ts';

/**
 * Items per savepoint, or characters of their texts: each savepoint takes memory of the server
 * until the import ends.
 */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/** Size of the first batch, while the database is idle; each wait doubles it. */
const firstItems = 500;

/** A batch, and the one before it. */
interface Gathered {
  readonly entities: CheckedEntities;
  readonly relations: readonly RelationItem[];
  readonly last: Promise<() => void>;
}

/**
 * Groups items of a file into batches. While the database processes one, another may wait, and a
 * third is read.
 */
export class Batches {
  private readonly importing: Importing;
  private entities: CheckedEntities;
  private keys = new Set<string>();
  private relations: RelationItem[] = [];
  private items = 0;
  private characters = 0;
  /** The last batch handed over, and the one before it, whose results are then recorded. */
  private last: Promise<() => void> = Promise.resolve(() => undefined);
  private before: Promise<unknown> = Promise.resolve();
  private underWay = 0;
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
      // If the file contains an entity twice, the first must be stored before the second.
      if (this.keys.has(key)) await this.flush();
      this.keys.add(key);
      this.entities.add(item);
    }
    this.items += 1;
    this.characters += sizeOf(item);
    const most = this.underWay === 0 ? this.enough : mostItems;
    if (this.items >= most || this.characters >= mostCharacters) await this.flush();
  }

  /** Problems of a relation are reported after the entities before it. */
  private take(item: RelationItem): void {
    const isSound = !item.describes && relationProblem(item) === undefined;
    if (!isSound || !this.importing.kept.add(item)) this.relations.push(item);
  }

  /** Hands over the batch once at most one other is being processed. */
  async flush(): Promise<void> {
    const { entities, relations, importing, last } = this;
    [this.entities, this.relations, this.keys, this.items, this.characters] = [
      new CheckedEntities(importing),
      [],
      new Set(),
      0,
      0,
    ];
    if (entities.items.length + relations.length === 0) return;
    await this.before;
    this.before = last;
    this.underWay += 1;
    this.enough = Math.min(2 * this.enough, mostItems);
    this.last = this.store({ entities, relations, last });
    // The error surfaces where the portion is awaited.
    this.last.catch(() => undefined);
  }

  /**
   * Starts a batch before the results of the last one are recorded, so that the database is not
   * idle.
   */
  private async store({ entities, relations, last }: Gathered): Promise<() => void> {
    const keepAccount = await last;
    const stored = importEntities(this.importing, entities);
    stored.catch(() => undefined);
    await setImmediate();
    keepAccount();
    const account = await stored;
    if (relations.length > 0) await keepRelations(this.importing, relations);
    this.underWay -= 1;
    return account;
  }

  async finish(): Promise<void> {
    await this.flush();
    const keepAccount = await this.last;
    keepAccount();
  }

  /**
   * Resolves when the database has finished everything handed over. The transaction must not end
   * before, or the next statement would run after it and be kept.
   */
  async settle(): Promise<void> {
    await this.last.catch(() => undefined);
  }
}

const sizeOf = ({ properties }: EntityItem | RelationItem): number => {
  let size = 100;
  for (const value of Object.values(properties)) size += value.length;
  return size;
};
