import { createHash } from 'node:crypto';

/** The parts of a seed; each is created, updated and left alone separately. */
export type ItemKind = 'entity' | 'property' | 'relation' | 'relation_property';

/** An item as declared by the content. */
export interface Declared {
  /** Symbolic and stable, for example `user:alice email`. */
  readonly item: string;
  /**
   * Digest of the declaration, with days and references unresolved: it changes only with the
   * content.
   */
  readonly offered: string;
  /** Digest of the value that would be written now. */
  readonly value: string;
}

/** The ledger's record of an item from earlier seed runs. */
export interface Remembered {
  readonly subjectId: string;
  readonly offered: string;
  /** Digest of the written value; `null` if the item existed before the seed first declared it. */
  readonly written: string | null;
}

export type Verdict =
  /** Does not exist and never did: write it. */
  | 'create'
  /** Its declaration changed and its value in the database did not: write the new value. */
  | 'update'
  /** Existed before the seed declared it: record that, and never change it. */
  | 'adopt'
  /** Unchanged since the seed wrote it. */
  | 'keep'
  /** Changed or deleted by an administrator, or belongs to something of theirs: leave it. */
  | 'yield';

/**
 * Decides what to do with one item. Pure, and the only implementation of the promise that a seed
 * never overwrites an administrator.
 * @param present digest of the value in the database, `undefined` if the item does not exist
 * @param ours whether the subject of the item exists and was written by the seed
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

/** How many items of one kind a seed run wrote or left. */
export interface ItemCounts {
  readonly created: number;
  readonly updated: number;
  /** Already as declared. */
  readonly kept: number;
  /** Changed or deleted by an administrator, and left as they are. */
  readonly yielded: number;
}

/** Counts verdicts; an adopted item belongs to an administrator. */
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

/** SHA-256, in hex, of any JSON value. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');
