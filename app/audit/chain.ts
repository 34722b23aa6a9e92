import { type RawBuilder, sql } from 'kysely';
import { texts } from './texts.ts';

const words = texts.faults;

/** The digest that stands before the first row. */
export const noDigest = '0'.repeat(64);

/**
 * One row's place in the chain: what it claims, and what PostgreSQL finds when it computes the
 * digest again.
 */
export interface Link {
  readonly seq: string;
  readonly at: Date;
  /** Digest of the row before, as this row has it. 64 hex digits, as all digests here. */
  readonly previous: string;
  /** Digest of this row, as it has it. */
  readonly hash: string;
  /** Digest of this row's content now. */
  readonly computed: string;
}

/** Where the chain ends, and where what is kept of it begins. */
export interface Head {
  readonly seq: string;
  readonly hash: string;
  /** Last row that retention removed, 0 for none. */
  readonly prunedSeq: string;
  readonly prunedHash: string;
}

export const selectHead: RawBuilder<Head> = sql<Head>`
  select seq, encode(hash, 'hex') as hash, pruned_seq as "prunedSeq", encode(pruned_hash, 'hex') as "prunedHash" from audit_head`;

/** The next links after a row, in their order. */
export const selectLinks = (after: string, size: number): RawBuilder<Link> => sql<Link>`
  select seq, at, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash, encode(audit_digest(a), 'hex') as computed
  from audit_log a where seq > ${after} order by seq limit ${size}`;

export interface Fault {
  /** Row where it shows. */
  readonly seq: string;
  readonly kind: 'edited' | 'missing' | 'unlinked' | 'end' | 'beginning';
  /** What is wrong, as a sentence. */
  readonly message: string;
}

/** How far the chain was followed. */
export interface Position {
  readonly seq: string;
  readonly hash: string;
}

/**
 * What is wrong with the link after a position; nothing when it is whole. Pure. An edited row no
 * longer has its digest; a deleted, added or swapped one leaves a gap in the numbers or a digest
 * that the next row doesn't name.
 */
export function faultsOf({ seq, hash }: Position, link: Link): readonly Fault[] {
  const faults: Fault[] = [];
  const expected = BigInt(seq) + 1n;
  if (BigInt(link.seq) !== expected) {
    faults.push({
      seq: link.seq,
      kind: 'missing',
      message: words.before(link.seq, expected, BigInt(link.seq) - 1n),
    });
  }
  if (link.previous !== hash) {
    faults.push({ seq: link.seq, kind: 'unlinked', message: words.unlinked(link.seq, seq) });
  }
  if (link.computed !== link.hash) {
    faults.push({
      seq: link.seq,
      kind: 'edited',
      message: words.edited(link.seq),
    });
  }
  return faults;
}

/** What is wrong with where the chain ends. Pure. */
export function faultsOfEnd({ seq, hash }: Position, head: Head): readonly Fault[] {
  if (seq === head.seq && hash === head.hash) return [];
  const message =
    BigInt(seq) < BigInt(head.seq) ? words.cutOff(seq, head.seq) : words.otherEnd(seq, head.seq);
  return [{ seq, kind: 'end', message }];
}
