import type { Driver } from 'neo4j-driver';
import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { graphStatus } from '#app/graph/status.ts';
import {
  nodeCount,
  nodeOf,
  prepareStores,
  relationshipsOf,
  type Stores,
  stores,
} from './resync-fixture.ts';

beforeAll(prepareStores);

test('of two resyncs at once one is refused', async () => {
  await using graph = await stores('base');
  const outcomes = await Promise.allSettled([graph.resync(), graph.resync()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes).toContainEqual(
    expect.objectContaining({
      reason: expect.objectContaining({ code: 'resync_running', status: 409 }) as unknown,
    }),
  );
});

test('readers never see fewer nodes or relationships while everything is replaced', async () => {
  await using graph = await stores('demo');
  const { nodes, relationships } = await graph.resync();
  await graph.pool.query(
    `update entity_properties set value = value || ' (changed)' where key = 'description'`,
  );
  const run = { over: false };
  const seen = watch(graph, run);
  await graph.resync({ batchSize: 100 });
  run.over = true;
  const counts = await seen;
  expect(counts.length).toBeGreaterThan(10);
  expect([...new Set(counts)]).toEqual([`${nodes} ${relationships}`]);
});

/** Counts repeatedly until `run.over`. */
async function watch({ query, env }: Stores, run: { over: boolean }): Promise<string[]> {
  const counts: string[] = [];
  while (!run.over) {
    const [row] = await query<{ nodes: unknown; relationships: unknown }>(
      `match (n:Entity {env: $env}) where n.id is not null
       return count(n) as nodes, sum(count { (n)-[]->() }) as relationships`,
      { env },
    );
    counts.push(`${row?.nodes} ${row?.relationships}`);
  }
  return counts;
}

test('a change made during a resync waits for the next one', async () => {
  await using graph = await stores('base');
  const { pool, env } = graph;
  const change: Promise<unknown>[] = [];
  await graph.resync({
    log: (message) => message === 'graph written' && change.push(graph.add('tor', 'meanwhile')),
  });
  await Promise.all(change);
  expect(change).toHaveLength(1);
  expect(await graphStatus({ pool, env })).toMatchObject({
    state: 'stale',
    verified: true,
    waiting: 1,
  });
  await graph.resync();
  expect(await nodeOf(graph, 'meanwhile')).toBeDefined();
});

test('a change that was begun before a resync and committed after it is not forgotten', async () => {
  await using graph = await stores();
  const { pool, env } = graph;
  const early: pg.PoolClient = await pool.connect();
  try {
    await early.query('begin');
    await early.query(
      `insert into entities (entity_type, name, label) values ('tor', 'early', 'Early')`,
    );
    await graph.add('tor', 'later');
    await graph.resync();
    expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync' });
    await early.query('commit');
  } finally {
    early.release();
  }
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'stale', waiting: 1 });
});

test('duplicate relationships are removed', async () => {
  await using graph = await stores();
  const [a, b] = [await graph.add('tor', 'a'), await graph.add('tor', 'b')];
  await graph.relate('feeds_into', a, b);
  await graph.resync();
  await graph.query(
    `match (a:Entity {env: $env, name: 'a'}), (b:Entity {env: $env, name: 'b'}) create (a)-[:feeds_into]->(b)`,
    {
      env: graph.env,
    },
  );
  await graph.resync();
  expect((await relationshipsOf(graph)).map(({ text }) => text)).toEqual(['a feeds_into b']);
});

test('a foreign write to the graph between writing and comparing fails the resync, and the next one repairs it', async () => {
  await using graph = await stores();
  const { pool, env, query, driver } = graph;
  await graph.add('tor', 'board', { status: 'active' });
  await graph.resync();
  const meddle = () =>
    query(
      `match (n:Entity {env: $env, name: 'board'}) where n.id is not null set n.p_status = 'gone'`,
      { env },
    );
  await expect(
    graph.resync({ driver: interrupted(driver, 'detach delete n return', meddle) }),
  ).rejects.toMatchObject({
    code: 'graph_mismatch',
    message: expect.stringContaining('some properties differ') as string,
  });
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'stale', verified: false });
  await graph.resync();
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync' });
  expect((await nodeOf(graph, 'board'))?.properties).toMatchObject({ p_status: 'active' });
  expect(await nodeCount(graph)).toBe(1);
});

test('a foreign write to the empty graph before it is filled fails the resync, and the next one repairs it', async () => {
  await using graph = await stores();
  const { pool, env, query, driver } = graph;
  const id = await graph.add('tor', 'board', { status: 'active' });
  const meddle = () =>
    query('create (:Entity {env: $env, id: toInteger($id), name: "board"})', { env, id });
  await expect(
    graph.resync({ driver: interrupted(driver, 'found limit 1', meddle) }),
  ).rejects.toMatchObject({ code: 'graph_failed' });
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'stale', verified: false });
  await graph.resync();
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync' });
  expect((await nodeOf(graph, 'board'))?.properties).toMatchObject({ p_status: 'active' });
  expect(await nodeCount(graph)).toBe(1);
});

/** The same driver, with an action after a statement. */
function interrupted(driver: Driver, after: string, happening: () => Promise<unknown>): Driver {
  const executeQuery: Driver['executeQuery'] = async (statement, ...rest) => {
    const answer = await driver.executeQuery(statement, ...rest);
    if (String(statement).includes(after)) await happening();
    return answer;
  };
  return Object.create(driver, { executeQuery: { value: executeQuery } }) as Driver;
}
