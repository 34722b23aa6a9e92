import pg from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { createGraphDriver } from '#app/graph/driver.ts';
import { resync } from '#app/graph/resync.ts';
import { seed } from '#app/seed/index.ts';
import { startNeo4j } from '#test/support/neo4j.ts';
import { startPostgres } from '#test/support/postgres.ts';

export interface ResyncFigures {
  /** Nodes and relationships written by one resync. */
  readonly nodes: number;
  readonly relationships: number;
  /** Into an empty graph, comparison included. */
  readonly firstMs: number;
  readonly firstRowsPerSecond: number;
  /** Into an up-to-date graph. */
  readonly againMs: number;
  readonly againRowsPerSecond: number;
  /** After deleting one entity in a hundred. */
  readonly afterDeletionMs: number;
  readonly deleted: number;
}

/**
 * Measures resyncs of about `entities` entities with four properties and two relations each, on its
 * own servers. A row is a node or a relationship; times include reading everything back and
 * comparing it.
 */
export async function benchResync({ entities }: { entities: number }): Promise<ResyncFigures> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  const driver = stack.adopt(createGraphDriver(stack.use(await startNeo4j())), (open) =>
    open.close(),
  );
  const pool = stack.adopt(new pg.Pool({ connectionString: url }), (open) => open.end());
  await migrate(url);
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  await fill(pool, entities);
  const run = () => resync({ pool, driver, env: 'bench' });
  const first = await run();
  const again = await run();
  await pool.query(`delete from entities where entity_type = 'proposal' and id % 100 = 0`);
  const afterDeletion = await run();
  const { nodes, relationships } = first;
  const perSecond = (ms: number) => Math.round(((nodes + relationships) / ms) * 1000);
  return {
    ...{
      nodes,
      relationships,
      firstMs: first.durationMs,
      firstRowsPerSecond: perSecond(first.durationMs),
    },
    ...{ againMs: again.durationMs, againRowsPerSecond: perSecond(again.durationMs) },
    ...{ afterDeletionMs: afterDeletion.durationMs, deleted: afterDeletion.deleted },
  };
}

/**
 * Proposals, each submitted to a demo committee and spawned by the previous one: hubs and chains,
 * as in real data.
 */
async function fill(pool: pg.Pool, entities: number): Promise<void> {
  await pool.query(
    `with made as (
       insert into entities (entity_type, name, label) select 'proposal', 'bench_' || n, 'Proposal ' || n from generate_series(1, $1) n
       returning id)
     insert into entity_properties (entity_id, key, value)
     select id, key, value from made, (values ('title', 'A title of a usual length'), ('status', 'draft'), ('submitted_date', '2026-11-24'),
       ('description', repeat('Some sentences that say what is proposed. ', 5))) p(key, value)`,
    [entities],
  );
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select (select id from entities where entity_type = 'relation_type' and name = 'submitted_to'), p.id, t.id
     from (select id, id % 9 + 1 as place from entities where name like 'bench\\_%') p
     join (select id, row_number() over (order by id) as place from entities where entity_type = 'tor') t using (place)
     union all
     select (select id from entities where entity_type = 'relation_type' and name = 'spawns_proposal'), former, id
     from (select id, lag(id) over (order by id) as former from entities where name like 'bench\\_%') p where former is not null`,
  );
  await pool.query('analyze');
}
