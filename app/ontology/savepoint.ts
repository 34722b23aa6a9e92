import { type RawBuilder, sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Tx } from '../db/database.ts';
import { inPipeline, type Send } from '../db/pipeline.ts';

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
  const value = await work().catch((error: unknown) => takeBack(tx, error));
  await sql`release savepoint part`.execute(tx);
  return value;
}

/**
 * As `inPipeline`, with a savepoint around the statements: if one fails, none takes effect. The
 * savepoint takes no extra round trips.
 */
export const inPipelinedSavepoint: Send = async <Row>(
  tx: Tx,
  statements: Iterable<RawBuilder<Row>>,
) => {
  const answers = await inPipeline(tx, around(statements)).catch((error: unknown) =>
    takeBack(tx, error),
  );
  return answers.slice(1, -1);
};

function* around<Row>(statements: Iterable<RawBuilder<Row>>): Generator<RawBuilder<Row>> {
  yield sql<Row>`savepoint part`;
  yield* statements;
  yield sql<Row>`release savepoint part`;
}

/** Rolls back to the savepoint and throws `reason`, even if the connection is lost. */
async function takeBack(tx: Tx, reason: unknown): Promise<never> {
  await sql`rollback to savepoint part`
    .execute(tx)
    .then(() => sql`release savepoint part`.execute(tx))
    .catch(() => undefined);
  throw reason;
}
