import type { EntityItem } from '../formats/items.ts';
import { isGuarded } from './rules.ts';

/** Maximum number of items held in memory; beyond it, a file is imported in its own order. */
const mostItems = 8000;
const mostCharacters = 4 * 2 ** 20;

/**
 * Defers the entities of a file that need the access lock (see `lockAccess`) until all others are
 * stored: the lock is held until the end of the import and blocks all other changes of accounts,
 * roles and permissions.
 */
export class HeldBack {
  private items: EntityItem[] = [];
  private characters = 0;
  private isOver = false;

  /**
   * @returns what to store now: nothing, the entity itself, or all deferred entities when there are
   * too many
   */
  take(item: EntityItem): readonly EntityItem[] {
    if (this.isOver || !isGuarded(item)) return [item];
    this.items.push(item);
    for (const value of Object.values(item.properties)) this.characters += value.length;
    return this.items.length > mostItems || this.characters > mostCharacters ? this.release() : [];
  }

  /** Returns all deferred entities, in the order of the file, and stops deferring. */
  release(): readonly EntityItem[] {
    this.isOver = true;
    return this.items.splice(0);
  }
}
