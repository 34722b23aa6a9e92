import { beforeAll, describe, expect, test } from 'vitest';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';

let app: AppServer;
let admin: AppClient;
let ids: ReadonlyMap<string, string>;

beforeAll(async () => {
  app = await startAppServer({ from: 'demo' });
  admin = await app.signIn('admin');
  const { rows } = await app.services.pool.query<{ name: string; id: string }>(
    `select name, id::text from entities where entity_type = 'tor'`,
  );
  ids = new Map(rows.map(({ name, id }) => [name, id]));
});

const idOf = (name: string): string => ids.get(name) ?? '0';

interface Graph {
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  readonly edges: readonly Readonly<Record<string, unknown>>[];
}

const graph = async (): Promise<Graph> =>
  JSON.parse((await admin.get('/api/governance/graph')).text) as Graph;

describe('spec governance-map#json', () => {
  test('active committees by label, and dependencies between them', async () => {
    const { nodes, edges } = await graph();
    const labels = nodes.map(({ label }) => String(label).toLowerCase());
    expect(labels).toEqual(labels.toSorted());
    expect(nodes).toContainEqual({
      ...{ id: Number(idOf('sprint_planning')), name: 'sprint_planning', label: 'Sprint Planning' },
      ...{ cadence: 'biweekly', cadence_day: 'monday', cadence_time: '09:00', status: 'active' },
    });
    expect(edges).toContainEqual(
      expect.objectContaining({
        ...{ source: Number(idOf('backlog_refinement')), target: Number(idOf('sprint_planning')) },
        ...{ relation_type: 'feeds_into', is_blocking: true },
        ...{ relation_id: expect.any(Number), description: expect.any(String) },
      }),
    );
  });

  test('an archived committee takes its dependencies with it', async () => {
    const before = await graph();
    const id = idOf('sprint_review');
    const own = before.edges.filter(({ source, target }) =>
      [source, target].includes(Number(id)),
    ).length;
    expect(own).toBeGreaterThan(0);
    await app.services.pool.query('update entities set is_active = false where id = $1', [id]);
    const after = await graph();
    expect(after.nodes).toHaveLength(before.nodes.length - 1);
    expect(after.edges).toHaveLength(before.edges.length - own);
    await app.services.pool.query('update entities set is_active = true where id = $1', [id]);
  });
});

describe('spec governance-map#drawing', () => {
  test('a committee is a link that names it completely and when it meets', async () => {
    const { text } = await admin.get('/governance/map');
    const from = text.indexOf(`data-node="${idOf('change_advisory_board')}"`);
    const words = text.slice(from, text.indexOf('</a>', from)).replaceAll(/<[^>]*>/g, '');
    expect(words).toContain('Change Advisory Board Every 2 weeks · ');
    expect(text).toContain('2 blocking');
  });

  test('spec governance-map#selection: paths through a committee leave others out', async () => {
    const focus = idOf('it_governance_board');
    const { text } = await admin.get(`/governance/map?focus=${focus}`);
    const drawn = [...text.matchAll(/data-node="(\d+)"/g)].map(([, id]) => id);
    expect(drawn).toContain(focus);
    expect(drawn).toContain(idOf('change_advisory_board'));
    expect(drawn).not.toContain(idOf('sprint_planning'));
  });

  test('an unknown committee is 404, a wrong id 400', async () => {
    expect((await admin.get('/governance/map?focus=999999999')).status).toBe(404);
    expect((await admin.get('/governance/map?focus=abc')).status).toBe(400);
  });

  test('committees in a circle of blocking dependencies are named', async () => {
    const blocking = (is: boolean) =>
      app.services.pool.query(
        `update relations r set properties = r.properties || $1::jsonb from entities t
         where t.id = r.relation_type_id and t.name = 'feeds_into' and r.source_id = any($2)`,
        [
          JSON.stringify({ is_blocking: String(is) }),
          [idOf('sprint_retrospective'), idOf('sprint_planning')],
        ],
      );
    await blocking(true);
    const { text } = await admin.get('/governance/map');
    await blocking(false);
    expect(text).toContain('in a circle: these committees wait for each other');
    expect((await admin.get('/governance/map')).text).not.toContain('in a circle');
  });
});

test('spec governance-map#export: the picture is a standalone SVG with the same filters', async () => {
  const { text, headers } = await admin.get('/governance/map.svg?kind=escalates_to');
  expect(headers.get('content-type')).toContain('image/svg+xml');
  expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(text.match(/class="drawing-edge/g)).toHaveLength(1);
  expect(text).not.toContain('<a ');
});

test('spec governance-map#data: without tor.list there is no map', async () => {
  const nobody = await app.signIn();
  for (const path of ['/governance/map', '/governance/map.svg', '/api/governance/graph'])
    expect((await nobody.get(path)).status).toBe(403);
});
