import type pg from 'pg';
import { withConnection } from '../db/with-connection.ts';
import { AppError } from '../errors.ts';

/**
 * Held by the writer of this database's part of the graph, so that an older state never overwrites
 * a newer one.
 */
const lockKey = 'ahlt graph writer';

/**
 * Runs `work` with the lock and the connection that holds it. Throws `resync_running` immediately
 * if another process holds it.
 */
export async function withGraphLock<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withConnection(pool, async (client) => {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [lockKey],
    );
    if (!rows[0]?.taken) {
      throw new AppError('resync_running', {
        message: 'A resync of this database is already running. Wait until it ends, then retry.',
        status: 409,
      });
    }
    const result = await work(client);
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lockKey]);
    return result;
  });
}
