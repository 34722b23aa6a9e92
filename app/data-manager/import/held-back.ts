import type { EntityItem } from '../formats/items.ts';
import { isGuarded } from './rules.ts';

/**
 * What is held in memory at most; a file with more of them is imported in its own order from there
 * on.
 */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/**
 * Holds back the entities of a file that need the lock on access (see `lockAccess`) until all
 * others are stored: the lock is held until the end of the import, and nobody else can change
 * accounts, roles or permissions meanwhile.
 */
export class HeldBack {
  private items: EntityItem[] = [];
  private characters = 0;
  private isOver = false;

  /**
   * @returns what has to be stored now: nothing, the entity itself, or all that was held back when
   * it becomes too much
   */
  take(item: EntityItem): readonly EntityItem[] {
    if (this.isOver || !isGuarded(item)) return [item];
    this.items.push(item);
    for (const value of Object.values(item.properties)) this.characters += value.length;
    return this.items.length > mostItems || this.characters > mostCharacters ? this.release() : [];
  }

  /** Everything that is held, in the order of the file. From here on nothing is held any more. */
  release(): readonly EntityItem[] {
    this.isOver = true;
    return this.items.splice(0);
  }
}
