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
