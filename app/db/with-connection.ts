import type { Pool, PoolClient } from 'pg';

/**
 * Runs `work` on one connection of `pool`, for state that belongs to a connection: transactions and
 * session locks. On failure the connection is discarded, which also ends an open transaction or
 * lock.
 */
export async function withConnection<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A checked-out connection has no other error listener; if it breaks between two queries, the
  // error would end the process.
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

/** The next query fails, and that is where a broken connection is handled. */
const ignore = () => undefined;
