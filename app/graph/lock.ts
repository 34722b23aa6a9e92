import type pg from 'pg';
import { withConnection } from '../db/with-connection.ts';
import { AppError } from '../errors.ts';

/**
 * Locks of this database, held by a connection. `writer`: writes to its part of the graph, so that
 * an older state never overwrites a newer one. `resync`: rebuilds it. `relay`: follows the outbox.
 */
const keys = {
  writer: 'ahlt graph writer',
  resync: 'ahlt graph resync',
  relay: 'ahlt graph relay',
} as const;

type Lock = keyof typeof keys;

/** Its lock tells that a resync goes on. */
export const resyncKey = keys.resync;

/** How long a resync waits for the relay to finish its batch, in milliseconds. */
const patienceMs = 60_000;

/** Takes a lock unless another connection holds it. It ends with the connection. */
export async function tryLock(client: pg.ClientBase, lock: Lock): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
    [keys[lock]],
  );
  return rows[0]?.taken === true;
}

export async function unlock(client: pg.ClientBase, lock: Lock): Promise<void> {
  await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [keys[lock]]);
}

/**
 * Runs `work` as the only writer of the graph, on the connection that holds the locks. The relay
 * waits meanwhile. Throws `resync_running` immediately if another process rebuilds the graph.
 */
export async function withGraphLock<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withConnection(pool, async (client) => {
    if (!(await tryLock(client, 'resync'))) throw running();
    await waitForWriter(client);
    const result = await work(client);
    await unlock(client, 'writer');
    await unlock(client, 'resync');
    return result;
  });
}

/** Runs `work` as the only writer, for a short time. Throws `resync_running` while one goes on. */
export async function withWriterLock<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withConnection(pool, async (client) => {
    await waitForWriter(client);
    const result = await work(client);
    await unlock(client, 'writer');
    return result;
  });
}

/** The relay gives the lock back after each batch; a waiting connection is next. */
async function waitForWriter(client: pg.ClientBase): Promise<void> {
  await client.query('begin');
  await client.query(`set local lock_timeout = ${patienceMs}; set local statement_timeout = 0`);
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [keys.writer]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '55P03') throw running();
    throw error;
  }
  await client.query('commit');
}

const running = (): AppError =>
  new AppError('resync_running', {
    message: 'A resync of this database is already running. Wait until it ends, then retry.',
    status: 409,
  });

/** The number of a writer: larger than that of all before it. */
export async function nextSeq(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ seq: string }>(
    `select nextval(pg_get_serial_sequence('graph_outbox', 'seq')) as seq`,
  );
  return rows[0]?.seq ?? '0';
}
