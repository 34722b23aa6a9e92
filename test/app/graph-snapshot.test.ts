import pg from 'pg';
import { expect, test } from 'vitest';
import { openSnapshot } from '#app/graph/snapshot.ts';
import { createDatabase } from '#test/support/postgres.ts';

const [entities, pageSize] = [10_000, 100];

test('each page of relations reads its own entities only, however many come before', async () => {
  await using database = await createDatabase({ from: 'base' });
  await using stack = new AsyncDisposableStack();
  const client = stack.adopt(new pg.Client({ connectionString: database.url }), (open) =>
    open.end(),
  );
  await client.connect();
  await addChain(client);
  const before = await entitiesRead(client);
  {
    await using snapshot = await openSnapshot(client, pageSize);
    let found = 0;
    for await (const page of snapshot.relations()) found += page.length;
    expect(found).toBeGreaterThanOrEqual(entities - 1);
  }
  // Both ends of each relation, and what the plan reads ahead; reading from the first entity for
  // each page would be fifty times as much.
  expect((await entitiesRead(client)) - before).toBeLessThan(8 * entities);
});

/** Proposals, each spawned by the previous one. */
async function addChain(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into entities (entity_type, name, label)
     select 'proposal', 'link_' || n, 'Link ' || n from generate_series(1, $1::integer) n`,
    [entities],
  );
  await client.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select (select id from entities where entity_type = 'relation_type' and name = 'spawns_proposal'), former, id
     from (select id, lag(id) over (order by id) as former from entities where name like 'link\\_%') p
     where former is not null`,
  );
  await client.query('set session_replication_role = origin');
  await client.query('analyze');
}

/** Rows of entities that PostgreSQL has read so far, by scans of the table and by its indices. */
async function entitiesRead(client: pg.Client): Promise<number> {
  await client.query('select pg_stat_force_next_flush()');
  const { rows } = await client.query<{ read: string }>(
    `select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = 'entities'`,
  );
  return Number(rows[0]?.read);
}
