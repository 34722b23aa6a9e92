import type { KyselyPlugin } from 'kysely';
import type { Db } from '#app/db/database.ts';

/** The statements sent to the database. */
export interface QueryCount {
  /** Statements, without `begin` and `commit`. */
  statements: number;
  /** Rows returned. */
  rows: number;
}

/**
 * The same database, with statements and rows counted: one counter per request, so that a page's
 * budget can be shown and tested (design: at most three statements a page).
 */
export function countQueries(db: Db): { db: Db; count: Readonly<QueryCount> } {
  const count: QueryCount = { statements: 0, rows: 0 };
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count.statements += 1;
      return node;
    },
    transformResult: async ({ result }) => {
      count.rows += result.rows.length;
      return result;
    },
  };
  return { db: db.withPlugin(counter), count };
}
