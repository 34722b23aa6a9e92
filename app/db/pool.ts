import { Pool } from 'pg';
import { type ConnectionOptions, clientConfig } from './connection.ts';

export interface PoolOptions extends ConnectionOptions {
  /** Most connections at a time. @default 10 */
  readonly poolMax?: number;
  /**
   * Longest that one statement may take, in milliseconds; a page that needs more is a bug. @default
   * 15,000
   */
  readonly statementTimeoutMs?: number;
  /**
   * Longest that a transaction may wait for its owner, in milliseconds; 0 for any time. @default
   * 60,000
   */
  readonly idleTransactionMs?: number;
  /**
   * Plans each named statement once for a connection, whatever its values. PostgreSQL would
   * otherwise plan again wherever it expects a better plan; it takes 4 ms for a search that runs in
   * 1.5.
   * @default false
   */
  readonly plansOnce?: boolean;
}

/**
 * A pool that `await using` closes. It connects when first used; its connections end themselves
 * when a transaction is forgotten. A `bigint` arrives as decimal text, as the driver gives it: ids
 * are 64 bits wide.
 */
export function createPool({
  poolMax = 10,
  statementTimeoutMs = 15_000,
  idleTransactionMs = 60_000,
  plansOnce = false,
  ...connection
}: PoolOptions): Pool & AsyncDisposable {
  const pool = new Pool({
    ...clientConfig(connection),
    max: poolMax,
    // Matters to who sends several statements without waiting (`inPipeline`).
    pipeline: true,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    // A page's statement is over before it would have been compiled, and its estimate is what
    // decides about that.
    options: plansOnce ? '-c jit=off -c plan_cache_mode=force_generic_plan' : '-c jit=off',
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end
  // the process.
  pool.on('error', () => undefined);
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}
