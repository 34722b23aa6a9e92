import { Kysely, PostgresDialect, type RawBuilder, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { namedStatements } from './named-statements.ts';

/**
 * Runs statements, written as ``sql`…` ``: the builder of Kysely is not used, so it knows no tables.
 * A transaction is one too, so code that reads accepts either.
 */
export type Db = Kysely<unknown>;

/** Runs statements in a transaction. Code that writes requires it, so it cannot run outside one. */
export type Tx = Transaction<unknown>;

/** Runs statements over a pool, which the caller still closes. */
export const createDb = (pool: Pool): Db =>
  new Kysely({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) });

/** Runs a statement. Returns how many rows it wrote. */
export const writtenRows = async (db: Db, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(db)).numAffectedRows ?? 0n);
