import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Position } from './chain.ts';
import { texts } from './texts.ts';

/** The log at a recorded row, and its end now. */
export interface Testimony {
  readonly head: Position;
  /** Last row that retention deleted. */
  readonly prunedSeq: string;
  /**
   * Digest of the recorded row; `null` if the row is gone, `undefined` if none was recorded yet.
   */
  readonly noted: string | null | undefined;
}

/**
 * Reads the end of the log and a recorded row, in one snapshot; `undefined` if the log has no end.
 */
export async function readTestimony(
  db: Db,
  witness: Position | undefined,
): Promise<Testimony | undefined> {
  const { rows } = await sql<Position & { prunedSeq: string; noted: string | null }>`
    select h.seq, encode(h.hash, 'hex') as hash, h.pruned_seq as "prunedSeq",
      (select encode(a.hash, 'hex') from audit_log a where a.seq = ${witness?.seq ?? null}::bigint) as noted
    from audit_head h`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { seq, hash, prunedSeq, noted } = row;
  return { head: { seq, hash }, prunedSeq, noted: witness === undefined ? undefined : noted };
}

/**
 * Returns the fault of a log in which a row was seen earlier. Pure. The database owner can
 * recompute the whole chain consistently, but then the recorded row has another digest.
 */
export function witnessFault(
  witness: Position | undefined,
  found: Testimony | undefined,
): string | undefined {
  if (witness === undefined || witness.seq === '0') return undefined;
  if (found === undefined) return texts.faults.noEnd;
  if (BigInt(witness.seq) <= BigInt(found.prunedSeq)) return undefined;
  if (found.noted === null || found.noted === undefined)
    return texts.faults.notedMissing(witness.seq);
  return found.noted === witness.hash ? undefined : texts.faults.notedEdited(witness.seq);
}
