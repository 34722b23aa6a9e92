import type { ClientBase } from 'pg';

/**
 * Whether the last resync of `env` was verified: then the graph is what it left plus the outbox.
 */
export async function wasVerified(
  client: Pick<ClientBase, 'query'>,
  env: string,
): Promise<boolean> {
  const { rows } = await client.query<{ verified: boolean }>(
    'select verified from ledger.resyncs where graph_env = $1 order by id desc limit 1',
    [env],
  );
  return rows[0]?.verified === true;
}

/** Records that the graph is not what the last resync left, so that nothing is read from it. */
export async function markStale(client: ClientBase, env: string): Promise<void> {
  await client.query(
    `insert into ledger.resyncs (graph_env, generation, nodes, relationships, digest, verified, started_at, finished_at, watermark)
     select graph_env, generation, 0, 0, '', false, clock_timestamp(), clock_timestamp(), watermark
     from ledger.resyncs where graph_env = $1 order by id desc limit 1`,
    [env],
  );
}
