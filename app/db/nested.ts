import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { ClientBase } from 'pg';
import type { Db } from './database.ts';

/** The statements around a transaction, for one inside another. */
const nested: Readonly<Record<string, string>> = {
  begin: 'savepoint nested',
  // The checks of a commit run at once.
  commit: 'set constraints all immediate; set constraints all deferred; release savepoint nested',
  rollback: 'rollback to savepoint nested; release savepoint nested',
};

/**
 * Runs statements on a connection with an open transaction. Its transactions are savepoints, one at
 * a time, so that commands can be part of something larger.
 */
export function nestedDb(client: ClientBase): Db {
  const connection = {
    query: (text: string, values: readonly unknown[] = []) =>
      client.query(nested[text] ?? text, [...values]),
    release: () => undefined,
  };
  const pool = { connect: async () => connection, end: async () => undefined };
  return new Kysely({
    dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }),
  });
}
