import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { app } from './app-fixture.ts';

interface GraphAnswer {
  readonly nodes: readonly {
    id: number;
    entity_type: string;
    name: string;
    label: string;
    degree: number;
    properties: Record<string, string>;
  }[];
  readonly edges: readonly {
    source: number;
    target: number;
    relation_type: string;
    relation_label: string;
  }[];
  readonly entity_types: readonly string[];
  readonly truncated: boolean;
}

const idOf = async (
  { services: { pool } }: AppServer,
  type: string,
  name?: string,
): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    'select id from entities where entity_type = $1 and ($2::text is null or name = $2) order by id limit 1',
    [type, name],
  );
  return rows[0]?.id ?? '';
};

const demo = () => app({ from: 'demo' });
const asJson = { headers: { Accept: 'application/json' } };

async function explorer(server: AppServer) {
  const browser = await server.signIn('admin');
  const graph = async (query: string) =>
    (await browser.get(`/ontology/api/graph${query}`, asJson)).json() as GraphAnswer;
  return { browser, graph };
}

test('the schema has a node for each type and an edge for each way that types are related, with counts', async () => {
  const server = await demo();
  const { browser } = await explorer(server);
  const schema = (await browser.get('/ontology/api/schema', asJson)).json() as {
    nodes: { id: string; label: string; count: number; property_keys: string[] }[];
    edges: { source: string; relation_type: string; target: string; count: number }[];
  };
  expect(schema.nodes.find(({ id }) => id === 'tor_function')).toMatchObject({
    label: 'Tor function',
    count: 21,
  });
  expect(schema.nodes.find(({ id }) => id === 'user')?.property_keys).toContain('email');
  expect(schema.nodes.some(({ id }) => id === 'audit_entry')).toBe(false);
  expect(
    schema.edges
      .filter(({ relation_type: type }) => type === 'belongs_to_tor')
      .map(({ source, target }) => `${source} ${target}`),
  ).toEqual([
    'action_item tor',
    'agenda_point tor',
    'decision tor',
    'meeting tor',
    'tor_function tor',
  ]);
  expect(schema.edges.find(({ relation_type: type }) => type === 'feeds_into')).toMatchObject({
    source: 'tor',
    target: 'tor',
    count: 8,
  });
});

test('the graph is narrowed by types, by relations and by words; wildcards are words', async () => {
  const { graph } = await explorer(await demo());
  const tors = await graph('?type=tor&relation=feeds_into');
  expect(new Set(tors.nodes.map(({ entity_type: type }) => type))).toEqual(new Set(['tor']));
  expect(tors.edges.every(({ relation_type: type }) => type === 'feeds_into')).toBe(true);
  expect(tors.edges).toHaveLength(8);
  expect(
    (await graph('?types=tor,user')).nodes.some(({ entity_type: type }) => type === 'user'),
  ).toBe(true);
  expect((await graph('?q=BUDGET+committee&type=tor')).nodes.map(({ label }) => label)).toEqual([
    'Budget Committee',
  ]);
  for (const wild of ['%25', '_____', '%5C']) expect((await graph(`?q=${wild}`)).nodes).toEqual([]);
  expect((await graph('?type=nothing_like_it')).nodes).toEqual([]);
});

test('spec ontology-explorer#data: a link to the instances of a type opens the page with that type chosen, where it is seen without scrolling', async () => {
  const { browser } = await explorer(await demo());
  const { text } = await browser.get('/ontology/data?type=tor');
  const boxes = [...text.matchAll(/<input[^>]*name="type"[^>]*>/g)].map(([tag]) => tag);
  expect(boxes[0]).toMatch(/value="tor".*checked/);
  expect(boxes.filter((tag) => tag.includes('checked'))).toHaveLength(1);
});

test('the page hides system types in the whole store; explicit requests and programs get them', async () => {
  const { browser, graph } = await explorer(await demo());
  const types = (answer: GraphAnswer) => new Set(answer.nodes.map(({ entity_type: type }) => type));
  const [whole, page] = [types(await graph('')), types(await graph('?system=hidden'))];
  expect([...whole].filter((type) => !page.has(type)).toSorted()).toEqual([
    ...[
      'nav_item',
      'permission',
      'relation_type',
      'setting',
      'workflow_status',
      'workflow_transition',
    ],
  ]);
  expect(types(await graph('?system=hidden&type=permission'))).toEqual(new Set(['permission']));
  expect((await browser.get('/ontology/data')).text).toContain('/ontology/api/graph?system=hidden');
  expect((await browser.get('/ontology/data?system=shown')).text).toContain(
    'data-graph="/ontology/api/graph"',
  );
});

test('a focused entity includes everything within the requested distance, and an expanded one its neighbors', async () => {
  const server = await demo();
  const { graph } = await explorer(server);
  const tor = await idOf(server, 'tor', 'budget_committee');
  const [near, far] = [await graph(`?focus=${tor}`), await graph(`?focus=${tor}&depth=2`)];
  expect(near.nodes[0]).toMatchObject({
    id: Number(tor),
    entity_type: 'tor',
    name: 'budget_committee',
  });
  expect(near.edges.every(({ source, target }) => [source, target].includes(Number(tor)))).toBe(
    true,
  );
  expect(far.nodes.length).toBeGreaterThan(near.nodes.length);
  expect(
    (await graph(`?focus=${tor}&type=meeting`)).nodes
      .map(({ entity_type: type }) => type)
      .toSorted(),
  ).toEqual(expect.arrayContaining(['meeting', 'tor']));
  const opened = await graph(`?type=tor&q=budget&expand=${tor}`);
  expect(opened.nodes.length).toBe(near.nodes.length);
});

test('spec ontology-explorer#data: it never has more than requested, and says if there is more', async () => {
  const server = await demo();
  const { graph, browser } = await explorer(server);
  const some = await graph('?limit=10');
  expect([some.nodes.length, some.truncated]).toEqual([10, true]);
  expect(new Set(some.nodes.map(({ entity_type: type }) => type)).size).toBe(10);
  expect((await graph('')).truncated).toBe(false);
  const tor = await idOf(server, 'tor', 'budget_committee');
  const [all, near] = [await graph(`?focus=${tor}&depth=3`), await graph(`?focus=${tor}`)];
  for (const [limit, truncated] of [
    [near.nodes.length - 1, true],
    [near.nodes.length, true],
    [near.nodes.length + 1, true],
    [all.nodes.length - 1, true],
    [all.nodes.length, false],
  ] as const) {
    const part = await graph(`?focus=${tor}&depth=3&limit=${limit}`);
    expect([part.nodes.length, part.truncated]).toEqual([limit, truncated]);
    expect(all.nodes).toEqual(expect.arrayContaining([...part.nodes]));
  }
  expect(textOf((await browser.get('/ontology/data?limit=10')).text)).toContain(
    'Only 10 are shown',
  );
});

test('spec ontology-explorer#visibility: freshly imported data is not scanned, although there are no statistics yet', async () => {
  const server = await app({ from: 'demo', environment: { DATABASE_POOL_MAX: '1' } });
  const { graph } = await explorer(server);
  const { pool } = server.services;
  await pool.query('vacuum analyze');
  // The planner may well scan a quarter of these.
  const brought = 160_000;
  // The limit of the app's statements is not for these.
  await pool.query('set statement_timeout = 0');
  await pool.query(
    "insert into entities (entity_type, name, label) select 'note', 'brought.' || n, 'Note ' || n from generate_series(1, $1::integer) n",
    [brought],
  );
  await pool.query('reset statement_timeout');
  await graph('?limit=100');
  const before = await rowsRead(server);
  expect((await graph('?limit=100')).truncated).toBe(true);
  expect((await rowsRead(server)) - before).toBeLessThan(brought);
});

/** Rows of complete table scans so far, from the database's statistics. */
async function rowsRead({ services: { pool } }: AppServer): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: string }>(
    "select seq_tup_read as read from pg_stat_user_tables where relname = 'entities'",
  );
  return Number(rows[0]?.read);
}

test.each([
  ['limit=0', 400],
  ['limit=2001', 400],
  ['limit=many', 400],
  ['depth=4', 400],
  ['focus=abc', 400],
  ['focus=99999999999999999999', 400],
  ['expand=1%27%20or%201=1', 400],
  ['focus=4711471147', 404],
])('?%s is refused with %i, as a page and for programs', async (query, status) => {
  const { browser } = await explorer(await app());
  expect((await browser.get(`/ontology/api/graph?${query}`, asJson)).status).toBe(status);
  expect((await browser.get(`/ontology/data?${query}`)).status).toBe(status);
});

test('spec ontology-explorer#visibility, ontology#secrets: secrets and rows of the log are in no answer and on no page', async () => {
  const server = await demo();
  const { browser } = await explorer(server);
  const { pool } = server.services;
  const user = await idOf(server, 'user', 'alice');
  await pool.query(
    `update entities set properties = properties || (
       select jsonb_object_agg(key, 'kept-from-everybody') from unnest(array['password', 'api.token', 'pref.x', 'theme_preference', 'avatar_data_uri', 'password_history']) key)
     where id = $1`,
    [user],
  );
  await pool.query(
    "insert into entities (entity_type, name, label) values ('audit_entry', 'old_row', 'Old row of the log')",
  );
  const paths = [
    '/ontology/api/graph',
    '/ontology/api/schema',
    `/ontology/api/graph?focus=${user}`,
    '/ontology/data',
    `/ontology/data/${user}`,
    '/ontology/reference',
    '/ontology',
  ];
  for (const path of paths) {
    const { text, status } = await browser.get(path);
    expect(status, path).toBe(200);
    expect(text, path).not.toMatch(
      /kept-from-everybody|api\.token|avatar_data_uri|Old row of the log/,
    );
  }
  expect((await browser.get(`/ontology/data/${await idOf(server, 'audit_entry')}`)).status).toBe(
    404,
  );
});

test('users who may not see accounts elsewhere do not see them here', async () => {
  const server = await demo();
  const { pool } = server.services;
  await pool.query(
    `with made as (insert into entities (entity_type, name, label) values ('role', 'curator', 'Curator') returning id)
     insert into relations (relation_type_id, source_id, target_id) select t.id, made.id, p.id from made, entities t, entities p
     where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission' and p.name = 'settings.manage'`,
  );
  const browser = await server.signIn('curator');
  const graph = (await browser.get('/ontology/api/graph', asJson)).json() as GraphAnswer;
  expect(graph.nodes.some(({ entity_type: type }) => type === 'user')).toBe(false);
  expect((await browser.get(`/ontology/data/${await idOf(server, 'user', 'alice')}`)).status).toBe(
    404,
  );
  expect((await browser.get(`/ontology/data/${await idOf(server, 'tor')}`)).status).toBe(404);
  const { rows } = await pool.query<{ id: string }>(
    "insert into entities (entity_type, name, label) values ('note', 'open', 'Open') returning id",
  );
  const note = `/ontology/data/${rows[0]?.id}`;
  const page = (await browser.get(note)).text;
  expect(page).not.toContain('/edit"');
  expect(textOf(page)).toContain('you need the permission');
  expect((await browser.get(`${note}/edit`)).status).toBe(403);
});

test('spec ontology-explorer#tabs: three tabs lead to three pages, hidden without the permission', async () => {
  const server = await demo();
  const { browser } = await explorer(server);
  const page = (await browser.get('/ontology')).text;
  for (const tab of ['/ontology', '/ontology/data', '/ontology/reference']) {
    expect(page).toContain(`href="${tab}"`);
    expect((await browser.get(tab)).status).toBe(200);
    expect((await (await server.signIn('user')).get(tab)).status).toBe(403);
  }
});

test('spec ontology-explorer#reference: the reference is read from the store: types, ends, uses, tables as they are', async () => {
  const server = await demo();
  const { browser } = await explorer(server);
  await server.services.pool.query('alter table entities add column colour_of_tests integer');
  const text = textOf((await browser.get('/ontology/reference')).text);
  expect(text).toContain('colour_of_tests');
  expect(text).toContain(
    'From Tor function, Meeting, Agenda point, Decision and Action item to Tor. Deleting the target deletes the source.',
  );
  expect(text).toContain('bigint');
});
