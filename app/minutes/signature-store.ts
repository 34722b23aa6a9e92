import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { SigningCapacity } from './minutes.ts';

interface NewSignature {
  readonly minutes: string;
  readonly capacity: SigningCapacity;
  readonly by: { readonly id: string; readonly label: string };
  readonly at: Date;
}

/**
 * Signs the record of approved minutes: its hash is kept beside the name. Returns the hash;
 * `undefined` if there is no record.
 */
export async function insertSignature(
  tx: Tx,
  { minutes, capacity, by, at }: NewSignature,
): Promise<string | undefined> {
  const { rows } = await sql<{ sha256: string }>`
    insert into minutes_signatures (minutes_id, capacity, sha256, signed_at, signed_by_id, signed_by)
    select minutes_id, ${capacity}, sha256, ${at}, ${by.id}, ${by.label} from approved_minutes where minutes_id = ${minutes}
    returning encode(sha256, 'hex') as sha256`.execute(tx);
  return rows[0]?.sha256;
}

/** A signature as an export carries it, with microseconds. */
interface KeptSignature {
  readonly capacity: SigningCapacity;
  readonly signed_at: string;
  readonly signed_by: string;
  /** User name, if the user still existed. */
  readonly signed_by_user: string | null;
}

/** The record of approved minutes as an export carries it. */
export interface KeptRecord {
  /** The canonical text that was hashed. */
  readonly content: string;
  readonly sha256: string;
  readonly recorded_at: string;
  readonly signatures: readonly KeptSignature[];
}

/**
 * Makes action items of the lists that minutes of this transaction have now instead of at its end
 * (spec action-items#import).
 */
export async function readActionLists(tx: Tx): Promise<void> {
  await sql`set constraints minutes_action_items immediate`.execute(tx);
}

/** Stores the record of another installation; a trigger compares it with the minutes and hashes it. */
export async function insertKeptRecord(
  tx: Tx,
  minutes: string,
  { content, recorded_at: at }: KeptRecord,
): Promise<void> {
  await sql`
    insert into approved_minutes (minutes_id, content, sha256, recorded_at)
    values (${minutes}, ${content}, '', ${at}::timestamptz)`.execute(tx);
}

/** Stores a signature of another installation; who is not here gets a negative id. */
export async function insertKeptSignature(
  tx: Tx,
  minutes: string,
  { capacity, signed_at: at, signed_by: by, signed_by_user: user }: KeptSignature,
): Promise<void> {
  await sql`
    insert into minutes_signatures (minutes_id, capacity, sha256, signed_at, signed_by_id, signed_by)
    values (${minutes}, ${capacity}, '', ${at}::timestamptz, coalesce(
      (select id from entities where entity_type = 'user' and name = ${user}), ${capacity === 'chair' ? -1 : -2}), ${by})`.execute(
    tx,
  );
}
