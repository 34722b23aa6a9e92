import type pg from 'pg';
import { withConnection } from '../db/with-connection.ts';
import { AppError } from '../errors.ts';

/**
 * Whoever writes this database's part of the graph holds it, so an older state never overwrites a
 * newer one.
 */
const lockKey = 'ahlt graph writer';

/**
 * Runs `work` with the lock and the connection that holds it. Throws `resync_running` at once when
 * somebody else has it.
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
