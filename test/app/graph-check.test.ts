import { beforeAll, expect, test } from 'vitest';
import { checkGraph } from '#app/graph/check.ts';
import { graphStatus } from '#app/graph/status.ts';
import { expectEqual } from './relay-fixture.ts';
import { prepareStores, type Stores, stores } from './resync-fixture.ts';

beforeAll(prepareStores);

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const check = (graph: Stores, options = {}) =>
  checkGraph({ ...graph, log, now: () => new Date(), pageSize: 7, ...options });

/** A verified graph of 30 committees in a chain. */
async function chain() {
  const graph = await stores();
  const ids: string[] = [];
  for (let n = 0; n < 30; n += 1) ids.push(await graph.add('tor', `t${n}`, { status: 'active' }));
  for (let n = 1; n < 30; n += 1)
    await graph.relate('feeds_into', ids[n - 1] ?? '', ids[n] ?? '', { is_blocking: 'true' });
  await graph.resync();
  return graph;
}

const damages: readonly [string, string, number][] = [
  ['a changed property', `match (n:Entity {env: $env, name: 't3'}) set n.p_status = 'gone'`, 1],
  ['a further property', `match (n:Entity {env: $env, name: 't3'}) set n.p_more = 1.5`, 1],
  ['a label', `match (n:Entity {env: $env, name: 't3'}) set n:other`, 1],
  ['a node with its relationships', `match (n:Entity {env: $env, name: 't3'}) detach delete n`, 3],
  ['a foreign node', `create (:Entity {env: $env, id: 999999999, name: 'foreign'})`, 1],
  [
    'a foreign relationship',
    `match (a:Entity {env: $env, name: 't3'}), (b:Entity {env: $env, name: 't9'}) create (a)-[:foreign]->(b)`,
    1,
  ],
  [
    'a duplicate',
    `match (a:Entity {env: $env, name: 't3'})-[r:feeds_into]->(b) create (a)-[d:feeds_into]->(b) set d = properties(r)`,
    1,
  ],
  [
    'a removed relationship',
    `match (:Entity {env: $env, name: 't3'})-[r:feeds_into]->() delete r`,
    1,
  ],
  [
    'a changed relationship',
    `match (:Entity {env: $env, name: 't3'})-[r:feeds_into]->() set r.p_is_blocking = 'false'`,
    1,
  ],
];

test('spec graph#check: what differs is corrected, reported, and nothing else is written', async () => {
  await using graph = await chain();
  const { pool, env, query } = graph;
  expect(await check(graph)).toBe(0);
  for (const [damage, cypher, parts] of damages) {
    await query(cypher, { env });
    expect([damage, await check(graph)]).toEqual([damage, parts]);
    await expectEqual(graph);
    expect([damage, await check(graph)]).toEqual([damage, 0]);
  }
  const { rows } = await pool.query(
    'select healed, kinds from graph_checks where healed > 0 order by id',
  );
  expect(rows[3]).toEqual({ healed: 3, kinds: ['node tor', 'relationship feeds_into'] });
  expect(rows).toHaveLength(damages.length);
});

test('spec graph#check: what the outbox names is late, not wrong', async () => {
  await using graph = await chain();
  await graph.pool.query(`update entities set label = 'New' where name = 't3'`);
  await graph.pool.query(
    `delete from relations where source_id = (select id from entities where name = 't5')`,
  );
  expect(await check(graph)).toBe(0);
  expect(await graphStatus(graph)).toMatchObject({ waiting: 2 });
});

test('spec graph#check: a graph that differs in everything needs a resync', async () => {
  await using graph = await chain();
  await graph.query('match (n:Entity {env: $env}) detach delete n', { env: graph.env });
  expect(await check(graph, { mostCandidates: 10 })).toBe(0);
  expect(await graphStatus(graph)).toMatchObject({ state: 'stale', verified: false });
  expect(await check(graph)).toBe(0);
});

test('spec graph#dead: a change that was refused is settled when the graph is equal without it', async () => {
  await using graph = await chain();
  await graph.pool.query(
    `insert into graph_outbox_dead (seq, kind, entity_id, op, created_at, attempts, died_at) values (1, 'entity', 1, 'upsert', now(), 10, now() - interval '1 minute')`,
  );
  expect(await graphStatus(graph)).toMatchObject({ state: 'stale', dead: 1 });
  expect(await check(graph)).toBe(0);
  expect(await graphStatus(graph)).toMatchObject({ state: 'in sync', dead: 0 });
});
