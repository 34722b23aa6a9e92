import { Pool } from 'pg';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import type { WorldSize } from './entities.ts';
import { keptWorld } from './kept-world.ts';
import { median, type Row } from './report.ts';

const measured = 40;

/**
 * Measures the ontology explorer, the API and the data manager on a filled database, as
 * `benchPages` does for other pages: from the request to the end of the response.
 */
export async function benchExplorer(size: WorldSize): Promise<readonly Row[]> {
  await using world = await keptWorld(size);
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(new Pool({ connectionString: world.url, max: 1 }), (opened) =>
    opened.end(),
  );
  const app = stack.use(
    await startAppServer({ url: world.url, environment: { DATABASE_POOL_MAX: '2' } }),
  );
  const browser = await app.signIn('admin');
  const id = async (type: string, order: string) =>
    (
      await pool.query<{ id: string }>(
        `select id from entities where entity_type = $1 and name <> 'admin' order by ${order} limit 1`,
        [type],
      )
    ).rows[0]?.id;
  const [role, tor] = [await id('role', 'id'), await id('tor', 'id desc')];
  const first = await timed(app, () => browser.get('/ontology'), 1);
  const rows: Row[] = [
    { what: 'data set', figure: `${world.entities.toLocaleString('en-GB')} entities` },
    {
      what: 'schema: recounted',
      figure: ms(first.median),
      note: 'cached for a hundred times its duration',
    },
  ];
  for (const [what, path] of [
    ['schema: with cached counts', '/ontology/api/schema'],
    ['graph: a few of each type, 500 entities', '/ontology/api/graph'],
    ['graph: a few of each type, 2,000 entities', '/ontology/api/graph?limit=2000'],
    ['graph: one type, 500 of many', '/ontology/api/graph?type=user'],
    ['graph: search', '/ontology/api/graph?q=board'],
    ['graph: around a role with thousands of holders', `/ontology/api/graph?focus=${role}`],
    ['graph: three steps around a committee', `/ontology/api/graph?focus=${tor}&depth=3`],
    [
      'graph: two steps around the role, 2,000 entities',
      `/ontology/api/graph?focus=${role}&depth=2&limit=2000`,
    ],
    ['page: Concepts', '/ontology'],
    ['page: Data', '/ontology/data'],
    ['page: Data, 2,000 entities', '/ontology/data?limit=2000'],
    ['page: an entity', `/ontology/data/${tor}`],
    ['page: edit an entity', `/ontology/data/${tor}/edit`],
    ['page: Reference', '/ontology/reference'],
    ['page: Data manager', '/data-manager'],
    ['API: 100 entities of a type', '/api/v1/entities?entity_type=user&per_page=100'],
    ['API: search', '/api/v1/entities?q=board'],
    ['API: 100 users', '/api/v1/users?per_page=100'],
    ['API: an entity', `/api/v1/entities/${tor}`],
    ['API: relations of an entity', `/api/v1/relations?source_id=${tor}`],
  ] as const) {
    const {
      median: middle,
      slow,
      bytes,
    } = await timed(
      app,
      () =>
        browser.get(path, {
          headers: { Accept: path.startsWith('/api/') ? 'application/json' : 'text/html' },
        }),
      measured,
    );
    rows.push({
      what,
      figure: ms(middle),
      note: `95th percentile ${ms(slow)}, ${Math.round(bytes / 1000)} KB`,
    });
  }
  return rows;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

async function timed(
  app: AppServer,
  get: () => Promise<{ status: number; text: string }>,
  count: number,
) {
  if (count > 1) for (let n = 0; n < 5; n += 1) await get();
  const from = app.log.length;
  let bytes = 0;
  for (let n = 0; n < count; n += 1) {
    const { status, text } = await get();
    if (status !== 200) throw new Error(`It answered ${status}.`);
    bytes = text.length;
  }
  const times = app.log
    .slice(from)
    .flatMap(({ msg, ms: took }) => (msg === 'request' && typeof took === 'number' ? [took] : []));
  return {
    median: median(times),
    slow: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN,
    bytes,
  };
}
