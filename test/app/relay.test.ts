import { beforeAll, expect, test } from 'vitest';
import { AppError } from '#app/errors.ts';
import type { Sink } from '#app/graph/sink.ts';
import { graphStatus } from '#app/graph/status.ts';
import { drained, expectEqual, relayOf } from './relay-fixture.ts';
import { nodeOf, prepareStores, relationshipsOf, type Stores, stores } from './resync-fixture.ts';

beforeAll(prepareStores);

/** Stores with a verified graph. */
async function synced() {
  const graph = await stores();
  await graph.resync();
  return graph;
}

const caughtUp = async (graph: Stores): Promise<void> => {
  await drained(graph);
  await expectEqual(graph);
  expect(await graphStatus(graph)).toMatchObject({ state: 'in sync', waiting: 0 });
};

test('spec graph#relay: every kind of change reaches the graph', async () => {
  await using graph = await synced();
  await using _ = relayOf(graph);
  const { pool } = graph;
  const [a, b] = [
    await graph.add('tor', 'a', { status: 'active', note: 'x' }),
    await graph.add('tor', 'b'),
  ];
  const relation = await graph.relate('feeds_into', a, b, { is_blocking: 'true' });
  await caughtUp(graph);
  expect(await relationshipsOf(graph)).toMatchObject([
    { text: 'a feeds_into b', properties: { rel_id: relation, p_is_blocking: 'true' } },
  ]);

  // A property goes, one of a relation too, and a type becomes another one.
  await pool.query(`delete from entity_properties where entity_id = $1 and key = 'note'`, [a]);
  await pool.query('delete from relation_properties where relation_id = $1', [relation]);
  await pool.query(`update entities set entity_type = 'committee' where id = $1`, [a]);
  await caughtUp(graph);
  expect((await nodeOf(graph, 'a'))?.labels).toEqual(['Entity', 'committee']);

  // A relation that is deleted and made again is another one between the same ends.
  await pool.query('delete from relations where id = $1', [relation]);
  await graph.relate('feeds_into', a, b);
  await caughtUp(graph);
  expect((await relationshipsOf(graph))[0]?.properties).not.toMatchObject({ rel_id: relation });

  await pool.query(`update entities set name = 'flows_to' where name = 'feeds_into'`);
  await caughtUp(graph);
  expect((await relationshipsOf(graph)).map(({ text }) => text)).toEqual(['a flows_to b']);
  await pool.query(`update entities set name = 'flows to' where name = 'flows_to'`);
  await caughtUp(graph);
  expect(await relationshipsOf(graph)).toEqual([]);
  await pool.query(`update entities set name = 'flows_to' where name = 'flows to'`);

  // A type that the graph hides takes its relations along, and brings them back.
  await pool.query(`update entities set entity_type = 'setting' where id = $1`, [a]);
  await caughtUp(graph);
  expect(await nodeOf(graph, 'a')).toBeUndefined();
  await pool.query(`update entities set entity_type = 'tor' where id = $1`, [a]);
  await caughtUp(graph);
  expect(await relationshipsOf(graph)).toHaveLength(1);

  await pool.query('delete from relations');
  await caughtUp(graph);
  await pool.query('delete from entities where id = $1', [b]);
  await caughtUp(graph);
  expect(await nodeOf(graph, 'b')).toBeUndefined();
});

test('spec graph#relay: an import is applied in parts, and one that ends with a rollback leaves nothing', async () => {
  await using graph = await synced();
  await using _ = relayOf(graph);
  await graph.pool.query(
    `with made as (insert into entities (entity_type, name, label)
       select 'tor', 't' || n, '' from generate_series(1, 5000) n returning id)
     select max(id) from made`,
  );
  const client = await graph.pool.connect();
  await client.query('begin');
  await client.query(
    `insert into entities (entity_type, name, label) values ('tor', 'undone', '')`,
  );
  await client.query('rollback');
  client.release();
  await caughtUp(graph);
});

test('spec graph#relay: rows that commit late with smaller numbers are applied', async () => {
  await using graph = await synced();
  await using _ = relayOf(graph);
  const early = await graph.pool.connect();
  await early.query('begin');
  await early.query(`insert into entities (entity_type, name, label) values ('tor', 'early', '')`);
  await graph.add('tor', 'later');
  await drained(graph);
  await early.query('commit');
  early.release();
  await caughtUp(graph);
  expect(await nodeOf(graph, 'early')).toBeDefined();
});

test('spec graph#relay: without a verified resync nothing is relayed', async () => {
  await using graph = await stores();
  await using _ = relayOf(graph, { pollMs: 20 });
  await graph.add('tor', 'a');
  await expect(
    expect.poll(() => nodeOf(graph, 'a'), { timeout: 500 }).toBeDefined(),
  ).rejects.toThrow();
  await graph.resync();
  await graph.add('tor', 'b');
  await caughtUp(graph);
});

test('spec graph#one-writer: a resync waits for a batch, and the relay for the resync', async () => {
  await using graph = await synced();
  await using _ = relayOf(graph);
  const changes = Array.from({ length: 60 }, (_, n) => graph.add('tor', `t${n}`));
  const results = await Promise.allSettled([graph.resync({ batchSize: 10 }), ...changes]);
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  await caughtUp(graph);
});

test('spec graph#one-writer: a graph that was replaced is stale until the next resync', async () => {
  await using graph = await synced();
  await using _ = relayOf(graph);
  await graph.query('match (n {env: $env}) detach delete n', { env: graph.env });
  await graph.add('tor', 'a');
  await expect.poll(() => graphStatus(graph)).toMatchObject({ state: 'stale', verified: false });
  await graph.resync();
  await graph.add('tor', 'b');
  await caughtUp(graph);
});

test('spec graph#dead: a change that the graph refuses ten times is set aside, and holds up no other', async () => {
  await using graph = await synced();
  const refusing = (sink: Sink): Sink => ({
    apply: async (state) => {
      if (state.entities.some(({ name }) => name === 't7'))
        throw new AppError('graph_failed', { message: 'Not this one.' });
      await sink.apply(state);
    },
  });
  await using _ = relayOf(graph, { ports: (source, sink) => ({ source, sink: refusing(sink) }) });
  // One row of the outbox names all of them.
  await graph.pool.query(
    `insert into entities (entity_type, name, label) select 'tor', 't' || n, '' from generate_series(1, 20) n`,
  );
  await drained(graph);
  const dead = await graph.pool.query('select kind, attempts, last_error from graph_outbox_dead');
  expect(dead.rows).toEqual([{ kind: 'entity', attempts: 10, last_error: 'Not this one.' }]);
  expect(await nodeOf(graph, 't7')).toBeUndefined();
  expect(await nodeOf(graph, 't20')).toBeDefined();
  expect(await graphStatus(graph)).toMatchObject({ state: 'stale', waiting: 0, dead: 1 });
  await graph.resync();
  expect(await graphStatus(graph)).toMatchObject({ state: 'in sync', dead: 0 });
});

test('spec graph#dead: a server that refuses everything sets nothing aside', async () => {
  await using graph = await synced();
  const state = { refuses: true };
  const full = (sink: Sink): Sink => ({
    apply: async (content) => {
      if (state.refuses) throw new AppError('graph_failed', { message: 'No space.' });
      await sink.apply(content);
    },
  });
  const warned: string[] = [];
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: (_: object, message: string) => void warned.push(message),
  };
  await using _ = relayOf(graph, {
    log,
    ports: (source, sink) => ({ source, sink: full(sink) }),
  });
  await graph.add('tor', 'a');
  await expect.poll(() => warned).toEqual(['the graph does not follow']);
  state.refuses = false;
  await caughtUp(graph);
});

test('spec graph#relay: one process follows the outbox, and another takes over', async () => {
  await using graph = await synced();
  const leaders: string[] = [];
  const follower = (name: string) =>
    relayOf(graph, {
      log: {
        info: (_, message) => void (message.startsWith('the graph follows') && leaders.push(name)),
        warn: () => undefined,
        error: () => undefined,
      },
    });
  const first = follower('first');
  await expect.poll(() => leaders).toEqual(['first']);
  await using _ = follower('second');
  await graph.add('tor', 'a');
  await caughtUp(graph);
  expect(leaders).toEqual(['first']);
  await first[Symbol.asyncDispose]();
  await graph.add('tor', 'b');
  await caughtUp(graph);
  expect(leaders).toEqual(['first', 'second']);
});
