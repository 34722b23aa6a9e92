import { Pool, types } from 'pg';
import { type ConnectionOptions, clientConfig } from './connection.ts';

export interface PoolOptions extends ConnectionOptions {
  /** Most connections at a time. @default 10 */
  readonly poolMax?: number;
  /** Longest that one statement may take, in milliseconds; a page that needs more is a bug. @default 15,000 */
  readonly statementTimeoutMs?: number;
}

/** A pool that `await using` closes. It connects when first used; its connections end themselves when a transaction is forgotten. */
export function createPool({ poolMax = 10, statementTimeoutMs = 15_000, ...connection }: PoolOptions): Pool & AsyncDisposable {
  const pool = new Pool({
    ...clientConfig(connection),
    max: poolMax,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

const int8 = 20;

/** `bigint` arrives as a number: ids and counts stay far below 2^53, and one that doesn't is an error rather than a wrong id. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === int8 && format !== 'binary') return safeInteger;
  return types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number holds exactly`);
  return value;
}
