import { setImmediate } from 'node:timers/promises';
import type { EntityItem, RelationItem } from '../formats/items.ts';
import { CheckedEntities, importEntities } from './entities.ts';
import type { Importing } from './importing.ts';
import { keepRelations } from './relations.ts';
import { relationProblem } from './rules.ts';

/**
 * Items, or characters of their texts, that one savepoint is around: each keeps a little memory of
 * the server until the import ends.
 */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/**
 * Items with which the database begins while it has nothing else to do; each time it waits for
 * twice as many.
 */
const firstItems = 500;

/** A batch, and what was handed on before it. */
interface Gathered {
  readonly entities: CheckedEntities;
  readonly relations: readonly RelationItem[];
  readonly last: Promise<() => void>;
}

/**
 * Gathers items of a file into batches. While the database works on one, another may wait, and a
 * third is read.
 */
export class Batches {
  private readonly importing: Importing;
  private entities: CheckedEntities;
  private keys = new Set<string>();
  private relations: RelationItem[] = [];
  private items = 0;
  private characters = 0;
  /** What was handed on last, and what before that; then there is something to keep account of. */
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
      // An entity that the file has twice exists when its second item comes.
      if (this.keys.has(key)) await this.flush();
      this.keys.add(key);
      this.entities.add(item);
    }
    this.items += 1;
    this.characters += sizeOf(item);
    const most = this.underWay === 0 ? this.enough : mostItems;
    if (this.items >= most || this.characters >= mostCharacters) await this.flush();
  }

  /** What is wrong with a relation is told when the entities before it are dealt with. */
  private take(item: RelationItem): void {
    const isSound = !item.describes && relationProblem(item) === undefined;
    if (!isSound || !this.importing.kept.add(item)) this.relations.push(item);
  }

  /** Hands on what was gathered, as soon as no more than one batch is under way. */
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
   * Begins with a batch before it keeps account of the last, for which the database needn't wait.
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
   * Resolves when the database does nothing any more of what was handed on. Without waiting for it
   * nobody may end the transaction: its next statement would come after the end, and be kept.
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
