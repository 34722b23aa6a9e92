import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Tx } from '../db/database.ts';

/**
 * SQLSTATE classes that concern a single row: data exceptions, constraints, index entry limits.
 * Others concern the whole transaction.
 */
const aboutData = /^(22|23|54|P0)/;

/**
 * Whether a database error concerns the written data, so that the transaction can continue without
 * it.
 */
export const isAboutData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && aboutData.test(error.code ?? '');

/**
 * Runs `work` in a savepoint, so that a failure rolls back only its own changes. PostgreSQL frees
 * the memory of the largest statement's transition tables at the end of the transaction, so many
 * rows are split over several statements within one savepoint.
 */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx);
  try {
    const value = await work();
    await sql`release savepoint part`.execute(tx);
    return value;
  } catch (reason) {
    // The reason counts, even if the connection is lost.
    await sql`rollback to savepoint part`
      .execute(tx)
      .then(() => sql`release savepoint part`.execute(tx))
      .catch(() => undefined);
    throw reason;
  }
}
