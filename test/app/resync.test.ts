import { beforeAll, expect, test } from 'vitest';
import { graphStatus } from '#app/graph/status.ts';
import { nodeCount, nodeOf, prepareStores, relationshipsOf, stores } from './resync-fixture.ts';

beforeAll(prepareStores);

test('the demo content arrives complete, and a second resync finds the same content', async () => {
  await using graph = await stores('demo');
  const first = await graph.resync();
  const second = await graph.resync();
  const { rows } = await graph.pool.query<{ nodes: number; relationships: number }>(
    `select (select count(*)::int from entities where entity_type <> 'setting') as nodes, (select count(*)::int from relations) as relationships`,
  );
  expect({ nodes: first.nodes, relationships: first.relationships }).toEqual(rows[0]);
  expect(first.deleted).toBe(0);
  expect(second).toMatchObject({ digest: first.digest, nodes: first.nodes, deleted: 0 });
  expect(second.generation).not.toBe(first.generation);
});

test('a node carries its base fields, its properties under a prefix, and its type as label', async () => {
  await using graph = await stores();
  const id = await graph.add('tor', 'board', {
    status: 'active',
    name: 'not the name',
    id: '99',
    'a.b-c': 'x',
  });
  const { generation } = await graph.resync();
  const node = await nodeOf(graph, 'board');
  expect(node?.labels).toEqual(['Entity', 'tor']);
  expect(node?.properties).toMatchObject({
    ...{
      env: graph.env,
      id,
      entity_type: 'tor',
      name: 'board',
      label: 'Label of board',
      is_active: true,
      sort_order: '0',
      gen: generation,
    },
    ...{ p_status: 'active', p_name: 'not the name', p_id: '99', 'p_a.b-c': 'x' },
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
  });
});

test('a removed property and a former type leave nothing behind', async () => {
  await using graph = await stores();
  const id = await graph.add('tor', 'board', { status: 'active', note: 'x' });
  await graph.resync();
  await graph.pool.query(`delete from entity_properties where entity_id = $1 and key = 'note'`, [
    id,
  ]);
  await graph.pool.query(`update entities set entity_type = 'committee' where id = $1`, [id]);
  await graph.resync();
  const node = await nodeOf(graph, 'board');
  expect(node?.labels).toEqual(['Entity', 'committee']);
  expect(Object.keys(node?.properties ?? {}).filter((key) => key.startsWith('p_'))).toEqual([
    'p_status',
  ]);
});

test('a changed relation property is replaced, a removed one disappears', async () => {
  await using graph = await stores();
  const [a, b] = [await graph.add('tor', 'a'), await graph.add('tor', 'b')];
  const relation = await graph.relate('feeds_into', a, b, {
    is_blocking: 'true',
    description: 'x',
  });
  await graph.resync();
  await graph.pool.query(
    `update relation_properties set value = 'false' where relation_id = $1 and key = 'is_blocking'`,
    [relation],
  );
  await graph.pool.query(
    `delete from relation_properties where relation_id = $1 and key = 'description'`,
    [relation],
  );
  await graph.resync();
  const [relationship] = await relationshipsOf(graph);
  expect(relationship?.text).toBe('a feeds_into b');
  expect(relationship?.properties).toMatchObject({
    env: graph.env,
    rel_id: relation,
    p_is_blocking: 'false',
  });
  expect(relationship?.properties).not.toHaveProperty('p_description');
});

test('entities deleted from the database are deleted from the graph', async () => {
  await using graph = await stores();
  const [a, b, c] = [
    await graph.add('tor', 'a'),
    await graph.add('tor', 'b'),
    await graph.add('tor', 'c'),
  ];
  await graph.relate('feeds_into', a, b);
  await graph.relate('feeds_into', b, c);
  await graph.resync();
  await graph.pool.query('delete from entities where id = $1', [a]);
  await graph.pool.query('delete from relations where source_id = $1', [b]);
  const { deleted } = await graph.resync();
  expect(deleted).toBe(3);
  expect(await nodeOf(graph, 'a')).toBeUndefined();
  expect(await relationshipsOf(graph)).toEqual([]);
  expect(await nodeOf(graph, 'c')).toBeDefined();
});

test('credentials, personal settings and unprojected types never reach the graph', async () => {
  await using graph = await stores();
  const user = await graph.add('user', 'ann', {
    ...{
      password: 'p',
      password_history: 'h',
      reset_token: 't',
      lockout_until: 'l',
      avatar_data_uri: 'data:',
      theme_preference: 'dark',
    },
    ...{ 'pref.users_table_columns': 'name', email: 'ann@example.com' },
  });
  const entry = await graph.add('audit_entry', 'user.created');
  for (const type of ['setting', 'warning', 'warning_receipt', 'warning_event'])
    await graph.add(type, `some ${type}`);
  await graph.relate('concerns', entry, user);
  const { nodes, relationships } = await graph.resync();
  expect({ nodes, relationships }).toEqual({ nodes: 2, relationships: 0 });
  const keys = Object.keys((await nodeOf(graph, 'ann'))?.properties ?? {});
  expect(keys.filter((key) => key.startsWith('p_'))).toEqual(['p_email']);
});

test('hostile names and keys stay data', async () => {
  await using graph = await stores();
  const heard: unknown[] = [];
  const a = await graph.add('Bad`Type', 'a', {
    'x} detach delete (n) //': '1',
    ö: '2',
    ['k'.repeat(65)]: '3',
    ok: '`"\\u0027',
  });
  const b = await graph.add('tor', 'b');
  await graph.relate('x`]->() delete r //', a, b);
  await graph.relate('fine', a, b);
  await graph.resync({ log: (message, details) => heard.push({ message, ...details }) });
  expect((await nodeOf(graph, 'a'))?.labels).toEqual(['Entity']);
  expect((await nodeOf(graph, 'a'))?.properties).toMatchObject({
    p_ok: '`"\\u0027',
    entity_type: 'Bad`Type',
  });
  expect((await relationshipsOf(graph)).map(({ text }) => text)).toEqual(['a fine b']);
  const names = [
    'type Bad`Type',
    'relation type x`]->() delete r //',
    'property x} detach delete (n) //',
  ];
  expect(heard).toContainEqual(
    expect.objectContaining({ names: expect.arrayContaining(names) as string[] }),
  );
});

test('spec graph#environments: another environment keeps its nodes, even with the same ids', async () => {
  await using ours = await stores();
  await using theirs = await stores();
  const [id, otherId] = [await ours.add('tor', 'ours'), await theirs.add('tor', 'theirs')];
  expect(id).toBe(otherId);
  await theirs.resync();
  await ours.resync();
  await ours.pool.query('delete from entities');
  await ours.resync();
  expect(await nodeCount(ours)).toBe(0);
  expect((await nodeOf(theirs, 'theirs'))?.properties).toMatchObject({
    id: otherId,
    env: theirs.env,
  });
});

test('changes by another client to our part of the graph are repaired', async () => {
  await using graph = await stores();
  const [a, b] = [await graph.add('tor', 'a', { status: 'active' }), await graph.add('tor', 'b')];
  await graph.relate('feeds_into', a, b);
  const { digest } = await graph.resync();
  await graph.query(
    `match (a:Entity {env: $env, name: 'a'})-[r]->(b) set a.p_status = 'gone', a.extra = 1.5, a:Strange delete r
     create (a)-[:invented]->(b), (:Entity {env: $env, id: 4711, name: 'ghost'})`,
    { env: graph.env },
  );
  const { deleted, ...again } = await graph.resync();
  expect(again.digest).toBe(digest);
  expect(deleted).toBe(2);
  expect((await nodeOf(graph, 'a'))?.labels).toEqual(['Entity', 'tor']);
});

test('the ledger notes the run, and the status follows the outbox', async () => {
  await using graph = await stores('base');
  const { pool, env } = graph;
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'never synced', inSync: false });
  const { generation, nodes, relationships, digest } = await graph.resync();
  const inSync = await graphStatus({ pool, env });
  expect(inSync).toMatchObject({
    state: 'in sync',
    inSync: true,
    waiting: 0,
    generation,
    nodes,
    relationships,
    digest,
    verified: true,
  });
  await graph.add('setting', 'x.y');
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync' });
  await graph.add('tor', 'new', { status: 'active' });
  expect(await graphStatus({ pool, env })).toMatchObject({
    state: 'stale',
    inSync: false,
    waiting: 2,
  });
  await graph.resync();
  expect(await graphStatus({ pool, env })).toMatchObject({ state: 'in sync', waiting: 0 });
  const { rows } = await pool.query<{ watermark: string }>(
    'select watermark from ledger.resyncs order by id',
  );
  expect(Number(rows[1]?.watermark)).toBeGreaterThan(Number(rows[0]?.watermark));
});
