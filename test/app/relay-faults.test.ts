import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#app/db/connection.ts';
import { migrate } from '#app/db/migrate.ts';
import { AppError } from '#app/errors.ts';
import { createGraphDriver } from '#app/graph/driver.ts';
import type { Sink } from '#app/graph/sink.ts';
import type { Source } from '#app/graph/source.ts';
import { type Neo4jServer, startNeo4j } from '#test/support/neo4j.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres-server.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { drained, expectEqual, relayOf } from './relay-fixture.ts';
import { type Stores, stores } from './resync-fixture.ts';

// Schedules of faults on real servers; the model has many more (relay-model.test.ts).

let neo4j: Neo4jServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [neo4j, postgres] = await Promise.all([startNeo4j(), startPostgres()]);
  await migrate(postgres.url);
  // The server of other tests may lose its last transactions when it is killed.
  await using client = await connect({ url: postgres.url, applicationName: 'test' });
  await client.query('alter database postgres set synchronous_commit = on');
});
afterAll(() => Promise.all([neo4j, postgres].map((server) => server?.[Symbol.asyncDispose]())));

const schedules = 200;

/** A fault before or after a step: the process is killed, or the answer of Neo4j is lost. */
function faulty(random: () => number) {
  const maybe = (): void => {
    const chance = random();
    if (chance < 0.04) throw new Error('killed');
    if (chance < 0.06) throw new AppError('graph_unreachable', { message: 'Lost.' });
  };
  const around =
    <In extends unknown[], Out>(step: (...given: In) => Promise<Out>) =>
    async (...given: In): Promise<Out> => {
      maybe();
      const done = await step(...given);
      maybe();
      return done;
    };
  return (source: Source, sink: Sink) => ({
    source: {
      read: around((reading) => source.read(reading)),
      acknowledge: around((batch) => source.acknowledge(batch)),
      fail: source.fail,
    } satisfies Source,
    sink: { apply: around((state) => sink.apply(state)) } satisfies Sink,
  });
}

/** One change of a seeded kind, in SQL. */
async function change({ pool }: Stores, random: () => number): Promise<void> {
  const one = '(select id from entities where entity_type = $1 order by hashint8(id + $2) limit 1)';
  const values = ['tor', Math.floor(random() * 1_000_000)];
  const statements = [
    `insert into entities (entity_type, name, label) select $1, $1 || $2::text || '.' || n, '' from generate_series(1, 3) n on conflict do nothing`,
    `update entities set label = 'L' || $2::text where id = ${one}`,
    `insert into relations (relation_type_id, source_id, target_id)
     select (select id from entities where name = 'feeds_into'), ${one}, max(id) from entities where entity_type = $1
     on conflict do nothing`,
    `delete from relations where source_id = ${one} and $1 = 'tor'`,
    `delete from entities where id = ${one} and (select count(*) from entities where entity_type = $1) > 5`,
    `update entities set properties = properties || jsonb_build_object('note', $2::text) where id = ${one}`,
  ];
  await pool.query(statements[Math.floor(random() * statements.length)] ?? '', values);
}

test('spec graph#relay: in 200 schedules of faults on real servers the graph ends equal to the database', async () => {
  const driver = createGraphDriver(neo4j);
  await using graph = await stores('migrated', { driver, database: postgres });
  const ends = [await graph.add('tor', 'a'), await graph.add('tor', 'b')];
  await graph.relate('feeds_into', ends[0] ?? '', ends[1] ?? '');
  await graph.resync();
  const random = seededRandom(17);
  const ports = faulty(random);
  await using _first = relayOf(graph, { ports });
  await using _second = relayOf(graph, { ports });
  for (let schedule = 1; schedule <= schedules; schedule += 1) {
    const amount = 1 + Math.floor(random() * 4);
    for (let n = 0; n < amount; n += 1) await change(graph, random);
    if (random() < 0.1)
      await graph.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'ahlt relay' and datname = current_database()`,
      );
    if (schedule % 40 === 10) {
      await postgres.kill();
      await postgres.start();
    }
    if (schedule % 100 === 75) {
      await neo4j.kill();
      await change(graph, random);
      await neo4j.start();
    }
    if (schedule % 20 === 0) {
      await drained(graph);
      await expectEqual(graph);
    }
  }
  expect((await graph.pool.query('select from graph_outbox_dead')).rowCount).toBe(0);
  await driver.close();
}, 300_000);
