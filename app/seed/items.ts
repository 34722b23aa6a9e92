import { createHash } from 'node:crypto';

/** The parts that a seed consists of; each is created, updated and left alone by itself. */
export type ItemKind = 'entity' | 'property' | 'relation' | 'relation_property';

/** An item as a seeding wants it. */
export interface Declared {
  /** Symbolic and stable, for example `user:alice email`. */
  readonly item: string;
  /**
   * Digest of the declaration, with days and references unresolved: it changes only when the
   * content changes.
   */
  readonly offered: string;
  /** Digest of the value that would be written now. */
  readonly value: string;
}

/** What the ledger knows about an item from earlier seedings. */
export interface Remembered {
  readonly subjectId: string;
  readonly offered: string;
  /**
   * Digest of what was written; `null` when the item was there before the seed first declared it.
   */
  readonly written: string | null;
}

export type Verdict =
  /** Not there and never was: write it. */
  | 'create'
  /** Its declaration changed and nobody touched it: write the new value. */
  | 'update'
  /** There before the seed declared it: note that, and never touch it. */
  | 'adopt'
  /** As the seed left it. */
  | 'keep'
  /** An administrator changed or removed it, or owns what it belongs to: let it be. */
  | 'yield';

/**
 * What to do with one item. Pure, and the whole of the promise that a seed never overwrites an
 * administrator.
 * @param present digest of the value in the database, `undefined` when the item isn't there
 * @param ours whether what the item belongs to is there and was written by the seed
 */
export function decide(
  declared: Declared,
  remembered: Remembered | undefined,
  present: string | undefined,
  ours: boolean,
): Verdict {
  if (!remembered) {
    if (present !== undefined) return 'adopt';
    return ours ? 'create' : 'yield';
  }
  if (present === undefined) return 'yield';
  const untouched = present === remembered.written;
  if (remembered.offered === declared.offered) return untouched ? 'keep' : 'yield';
  return untouched ? 'update' : 'yield';
}

/** How many items of one kind a seeding wrote or left. */
export interface ItemCounts {
  readonly created: number;
  readonly updated: number;
  /** There already, as declared. */
  readonly kept: number;
  /** Changed or removed by an administrator, and left so. */
  readonly yielded: number;
}

/** Counts of a list of verdicts; an adopted item is an administrator's. */
export function countVerdicts(verdicts: readonly Verdict[]): ItemCounts {
  const count = (...wanted: Verdict[]) =>
    verdicts.filter((verdict) => wanted.includes(verdict)).length;
  return {
    created: count('create'),
    updated: count('update'),
    kept: count('keep'),
    yielded: count('adopt', 'yield'),
  };
}

/** SHA-256, in hex, of anything that JSON can hold. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');
