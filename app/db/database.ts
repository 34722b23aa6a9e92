import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { DB } from './generated/types.ts';
import { namedStatements } from './named-statements.ts';

/** Typed queries. A transaction is one too, so code that reads accepts either. */
export type Db = Kysely<DB>;

/** Typed queries in a transaction. Code that writes requires it, so it cannot run outside one. */
export type Tx = Transaction<DB>;

/** Typed queries over a pool, which the caller still closes. */
export const createDb = (pool: Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) });
