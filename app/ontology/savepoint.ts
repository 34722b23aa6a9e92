import { type RawBuilder, sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Tx } from '../db/database.ts';
import { inPipeline, type Send } from '../db/pipeline.ts';

/**
 * SQLSTATE classes that are about one row: its data, a rule of a table, a limit of an index entry.
 * Others concern all.
 */
const aboutData = /^(22|23|54|P0)/;

/**
 * Whether an error of the database is about what was written, so that the transaction can go on
 * without that.
 */
export const isAboutData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && aboutData.test(error.code ?? '');

/**
 * Does `work` so that its failure takes back only what it did itself. The memory of PostgreSQL that
 * the rows of the largest statement took, for triggers to see, is given back when the transaction
 * ends: many rows come in several statements within one savepoint.
 */
export async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx);
  const value = await work().catch((error: unknown) => takeBack(tx, error));
  await sql`release savepoint part`.execute(tx);
  return value;
}

/**
 * As `inPipeline`, with a savepoint around the statements: when one fails, nothing stays of them.
 * Nobody waits for its beginning and end.
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

/**
 * Throws the error that is the reason, also when the connection is gone and nothing can be taken
 * back.
 */
async function takeBack(tx: Tx, reason: unknown): Promise<never> {
  await sql`rollback to savepoint part`
    .execute(tx)
    .then(() => sql`release savepoint part`.execute(tx))
    .catch(() => undefined);
  throw reason;
}
