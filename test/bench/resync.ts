import pg from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { withConnection } from '#app/db/with-connection.ts';
import { createGraphDriver } from '#app/graph/driver.ts';
import { resync } from '#app/graph/resync.ts';
import { seed } from '#app/seed/index.ts';
import { startNeo4j } from '#test/support/neo4j.ts';
import { startPostgres } from '#test/support/postgres.ts';
import { cpuMs } from './process-figures.ts';

export interface ResyncFigures {
  /** Nodes and relationships written by one resync. */
  readonly nodes: number;
  readonly relationships: number;
  /** Into an empty graph. */
  readonly first: Run;
  /** Into an up-to-date graph. */
  readonly again: Run;
  /** After deleting one entity in a hundred. */
  readonly afterDeletion: Run;
  readonly deleted: number;
  /** Into an empty environment beside it, when Neo4j has compiled its code. */
  readonly warm: Run;
}

/** Times in milliseconds, comparison included. */
export interface Run {
  readonly ms: number;
  readonly rowsPerSecond: number;
  /** Processor time of Neo4j. */
  readonly neo4jMs: number;
  /** Processor time of this process. */
  readonly appMs: number;
}

/**
 * Measures resyncs of about `entities` entities with four properties and 1.5 relations each, on its
 * own servers. A row is a node or a relationship; times include reading everything back and
 * comparing it.
 */
export async function benchResync({ entities }: { entities: number }): Promise<ResyncFigures> {
  await using servers = await startServers(entities);
  const { pool, run } = servers;
  const { nodes, relationships, ...first } = await run('bench');
  const again = await run('bench');
  await pool.query(`delete from entities where entity_type = 'proposal' and id % 100 = 0`);
  const { deleted, ...afterDeletion } = await run('bench');
  const warm = await run('beside');
  return { nodes, relationships, first, again, afterDeletion, deleted, warm };
}

/** Measures only the first of these, for sizes at which all of them take too long. */
export async function benchRebuild({ entities }: { entities: number }): Promise<Run> {
  await using servers = await startServers(entities);
  // Awaited here: the servers end with this block.
  return await servers.run('bench');
}

/** A database with `entities` entities beside an empty graph, and what measures a resync. */
async function startServers(entities: number) {
  await using starting = new AsyncDisposableStack();
  const { url } = starting.use(await startPostgres());
  const neo4j = starting.use(await startNeo4j({ size: 'usual' }));
  const driver = starting.adopt(createGraphDriver(neo4j), (open) => open.close());
  const pool = starting.adopt(new pg.Pool({ connectionString: url }), (open) => open.end());
  await migrate(url);
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  await fill(pool, entities);
  const run = async (env: string) => {
    const [neo4jBefore, app] = [await cpuMs(neo4j.pid), process.cpuUsage()];
    const { durationMs: ms, ...result } = await resync({ pool, driver, env });
    const { user, system } = process.cpuUsage(app);
    return {
      ...result,
      ...{ ms, rowsPerSecond: ((result.nodes + result.relationships) / ms) * 1_000 },
      ...{ neo4jMs: (await cpuMs(neo4j.pid)) - neo4jBefore, appMs: (user + system) / 1_000 },
    };
  };
  const stack = starting.move();
  return { pool, run, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/**
 * Proposals, each submitted to a demo committee, every other one spawned by the previous one: hubs
 * and pairs, as in real data. Without triggers: what they keep is not projected, and would take far
 * longer.
 */
async function fill(pool: pg.Pool, entities: number): Promise<void> {
  await withConnection(pool, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into entities (entity_type, name, label, properties)
       select 'proposal', 'bench_' || n, 'Proposal ' || n, jsonb_build_object(
         'title', 'A title of a usual length', 'status', 'draft', 'submitted_date', '2026-11-24',
         'description', repeat('Some sentences that say what is proposed. ', 5))
       from generate_series(1, $1::integer) n`,
      [entities],
    );
    await client.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select (select id from entities where entity_type = 'relation_type' and name = 'submitted_to'), p.id, t.id
       from (select id, id % 9 + 1 as place from entities where name like 'bench\\_%') p
       join (select id, row_number() over (order by id) as place from entities where entity_type = 'tor') t using (place)
       union all
       select (select id from entities where entity_type = 'relation_type' and name = 'spawns_proposal'), former, id
       from (select id, lag(id) over (order by id) as former from entities where name like 'bench\\_%') p where former is not null and id % 2 = 0`,
    );
    await client.query('set session_replication_role = origin');
  });
  await pool.query('analyze');
}
