import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { StoredAnswer } from './answer.ts';
import { answersOf } from './answer-fragments.ts';

/** The answers to the invitation of a meeting. */
export async function answersIn(db: Db | Tx, meeting: string): Promise<readonly StoredAnswer[]> {
  const { rows } = await sql<{ answers: readonly StoredAnswer[] }>`
    select ${answersOf(sql`${meeting}::bigint`)} as answers`.execute(db);
  return rows[0]?.answers ?? [];
}
