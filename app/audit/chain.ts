import { type RawBuilder, sql } from 'kysely';
import { texts } from './texts.ts';

const words = texts.faults;

/** The digest before the first row. */
export const noDigest = '0'.repeat(64);

/** A row's place in the chain: its stored values, and the digest that PostgreSQL recomputes. */
export interface Link {
  readonly seq: string;
  readonly at: Date;
  /** Stored digest of the previous row: 64 hexadecimal digits, as all digests here. */
  readonly previous: string;
  /** Stored digest of this row. */
  readonly hash: string;
  /** Recomputed digest of this row's content. */
  readonly computed: string;
}

/** The end of the chain, and the start of its retained part. */
export interface Head {
  readonly seq: string;
  readonly hash: string;
  /** Last row that retention deleted, 0 for none. */
  readonly prunedSeq: string;
  readonly prunedHash: string;
}

export const selectHead: RawBuilder<Head> = sql<Head>`
  select seq, encode(hash, 'hex') as hash, pruned_seq as "prunedSeq", encode(pruned_hash, 'hex') as "prunedHash" from audit_head`;

/** Selects the next links after a row, in order. */
export const selectLinks = (after: string, size: number): RawBuilder<Link> => sql<Link>`
  select seq, at, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash, encode(audit_digest(a), 'hex') as computed
  from audit_log a where seq > ${after} order by seq limit ${size}`;

export interface Fault {
  /** Row where it was detected. */
  readonly seq: string;
  readonly kind: 'edited' | 'missing' | 'unlinked' | 'end' | 'beginning';
  /** The fault, as a sentence. */
  readonly message: string;
}

/** How far the chain was verified. */
export interface Position {
  readonly seq: string;
  readonly hash: string;
}

/**
 * Returns the faults of the link after a position; empty if it is intact. Pure. An edited row no
 * longer matches its digest; a deleted, added or swapped one leaves a gap in the numbers or a
 * digest that the next row does not contain.
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

/** Returns the faults of the chain's end. Pure. */
export function faultsOfEnd({ seq, hash }: Position, head: Head): readonly Fault[] {
  if (seq === head.seq && hash === head.hash) return [];
  const message =
    BigInt(seq) < BigInt(head.seq) ? words.cutOff(seq, head.seq) : words.otherEnd(seq, head.seq);
  return [{ seq, kind: 'end', message }];
}
