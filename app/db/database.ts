import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { DB } from './generated/types.ts';
import { namedStatements } from './named-statements.ts';

/** Typed queries; a transaction is one, too, so reading code takes either. */
export type Db = Kysely<DB>;

/**
 * Typed queries inside one transaction: what changes something asks for this, so that it can't be
 * called outside one.
 */
export type Tx = Transaction<DB>;

/** Typed queries over a pool, which stays its owner's to close. */
export const createDb = (pool: Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) });
