import type { Pool, PoolClient } from 'pg';

/**
 * Runs `work` on one connection of `pool`, for what belongs to a connection: transactions and
 * session locks. After a failure the connection is thrown away, and an open transaction or a lock
 * goes with it.
 */
export async function withConnection<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // While it is out of the pool nobody else listens, and a connection that breaks between two
  // queries would end the process.
  client.on('error', ignore);
  try {
    const result = await work(client);
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The next query fails, which is where a broken connection is handled. */
const ignore = () => undefined;
