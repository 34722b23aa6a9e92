import { sql } from 'kysely';
import type { Db, Tx } from '../../db/database.ts';
import type { SeatedPosition } from '../attendance.ts';
import { seatsOf } from './fragments.ts';

/** The positions of a committee with those who fill them on a day, YYYY-MM-DD. */
export async function seatsOn(
  db: Db | Tx,
  tor: string,
  date: string,
): Promise<readonly SeatedPosition[]> {
  const { rows } = await sql<{ seats: readonly SeatedPosition[] }>`
    select ${seatsOf(sql`${tor}::bigint`, sql<string>`${date}`)} as seats`.execute(db);
  return rows[0]?.seats ?? [];
}
