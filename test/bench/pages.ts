import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { bundle } from '../../scripts/bundle.ts';
import type { WorldSize } from './entities.ts';
import { type KeptWorld, keptWorld } from './kept-world.ts';
import { median } from './report.ts';
import { type ServedApp, serveBundled } from './served-app.ts';

export interface PageFigures {
  /** Description of the page. */
  readonly page: string;
  /**
   * Median and 95th percentile of 40 requests, measured in the server until the end of the
   * response, in milliseconds.
   */
  readonly medianMs: number;
  readonly slowMs: number;
  readonly statements: number;
  /** Rows returned to the app. */
  readonly rows: number;
  /** Rows and index entries that PostgreSQL read for it. */
  readonly read: number;
}

/**
 * Pages by kind, with alternating addresses: another row, another word, another position in the
 * list.
 */
const pages = (
  ids: Ids,
  further: readonly string[],
): Readonly<Record<string, readonly string[]>> => ({
  'list: first page of users': ['/users'],
  'list: next pages': further,
  'list: by email, descending': ['/users?sort=email&dir=desc'],
  'list: by date': ['/users?sort=created_at&dir=desc'],
  'list: by role': ['/users?sort=role&dir=asc', '/users?sort=role&dir=desc'],
  'list: page 40 and the last page, by number': [
    '/users?page=40',
    '/users?sort=email&dir=asc&page=40',
    '/users?page=999999',
  ],
  'list: search for a name': ['lovelace', 'ada turing', 'user_123', 'nobody'].map(
    (words) => `/users?q=${encodeURIComponent(words)}`,
  ),
  'list: search in the middle of words, or in reverse order': [
    'race',
    'example',
    'turing ada',
    'er_123',
  ].map((words) => `/users?q=${encodeURIComponent(words)}`),
  'list: role with few holders': [`/users?filter=${filter('role', 'is', 'editor')}`],
  'list: role with thousands of holders': ids.common.map(
    (name) => `/users?filter=${filter('role', 'is', name)}`,
  ),
  'list: inactive': [`/users?filter=${filter('status', 'is', 'inactive')}`],
  'list: administrators': [`/users?filter=${filter('access', 'is', 'administrator')}`],
  'list: users without administration': [`/users?filter=${filter('access', 'is', 'ordinary')}`],
  'list: filter on a text': ['username', 'email'].map(
    (field) => `/users?filter=${filter(field, 'contains', '999')}`,
  ),
  'detail: edit a user': ids.users.map((id) => `/users/${id}/edit`),
  'detail: permissions of a user': ids.users.map((id) => `/roles/preview?user_id=${id}`),
  'detail: edit a role': ids.roles.map((id) => `/roles/builder/${id}/edit`),
  roles: ['/roles'],
  'search: the palette': ['lov', 'ada', 'grace ho', 'user_4711', 'zz', 'race'].map(
    (words) => `/search?q=${encodeURIComponent(words)}`,
  ),
  'search: the palette, one or two letters': ['a', 'be', 'zz'].map((words) => `/search?q=${words}`),
  'audit: newest entries': ['/audit'],
  'audit: older entries': ids.places.map((seq) => `/audit?before=${seq}`),
  'audit: refusals': ['/audit?outcome=refused'],
  'audit: one user': ids.actors.map((id) => `/audit?actor=${id}`),
  'audit: search': ['training', 'user_12', 'budget plan'].map(
    (words) => `/audit?q=${encodeURIComponent(words)}`,
  ),
  'audit: several filters': ids.actors.map(
    (id) => `/audit?actor=${id}&outcome=denied&action=setting.updated`,
  ),
  'audit: search and outcome': ['/audit?q=training&outcome=denied'],
  dashboard: ['/dashboard'],
  'committees: list': ['/tor', '/tor?sort=label&dir=desc', '/tor?sort=cadence&dir=asc'],
  'committees: search': ['budget', 'board 47', 'nobody'].map((words) => `/tor?q=${words}`),
  'committee: overview': ids.tors.map((id) => `/tor/${id}`),
  'committee: positions': ids.tors.map((id) => `/tor/${id}?tab=positions`),
  'committee: work': ids.tors.flatMap((id) =>
    ['suggestions', 'proposals', 'agenda_points'].map((tab) => `/tor/${id}/workflow?tab=${tab}`),
  ),
  'committee: queue': ids.tors.map((id) => `/tor/${id}/workflow/queue`),
  'committee: meetings': ids.tors.map((id) => `/tor/${id}/meetings`),
  'work of all committees': ['suggestions', 'proposals', 'agenda_points'].map(
    (tab) => `/workflow?tab=${tab}`,
  ),
  'my work': ['/my-work'],
  'agenda point': ids.points.map(([tor, id]) => `/tor/${tor}/workflow/agenda/${id}`),
  proposal: ids.proposals.map(([tor, id]) => `/tor/${tor}/proposals/${id}`),
  meeting: ids.meetings.map(([tor, id]) => `/tor/${tor}/meetings/${id}`),
  'meetings of all committees': ['/meetings'],
  'decisions: register': ['/decisions', '/decisions?sort=date&dir=asc'],
  'decisions: search': ['budget plan', 'licence'].map(
    (words) => `/decisions?q=${encodeURIComponent(words)}`,
  ),
  'decisions: one': ids.decisions.map((id) => `/decisions/${id}`),
  'action items': ['/action-items'],
  'documents: list': ['/documents'],
  'documents: search': ['budget', 'licence renewal', 'period'].map(
    (words) => `/documents?q=${encodeURIComponent(words)}`,
  ),
  'search: a page of results': ['budget plan', 'licence', 'energy survey', 'board'].map(
    (words) => `/search?q=${encodeURIComponent(words)}&page=1`,
  ),
  'calendar: week of all committees': ['/tor/outlook?whose=all'],
  'calendar: month of all committees': ['/tor/outlook?view=month&whose=all'],
});

const filter = (field: string, op: string, value: string): string =>
  encodeURIComponent(JSON.stringify({ logic: 'and', conditions: [{ field, op, value }] }));

export interface PagesBench {
  readonly world: Pick<KeptWorld, 'entities' | 'auditRows' | 'fillMs'>;
  readonly figures: readonly PageFigures[];
}

/**
 * Measures the pages of an app on a filled database: signed in as an administrator, one request at
 * a time, HTML included.
 */
export async function benchPages({
  size,
  only = '',
}: {
  size: WorldSize;
  only?: string;
}): Promise<PagesBench> {
  await using stack = new AsyncDisposableStack();
  const { url, ...world } = stack.use(await keptWorld(size));
  const pool = stack.adopt(new Pool({ connectionString: url, max: 2 }), (opened) => opened.end());
  // Rows are counted in an app with one connection, whose statistics are complete; times are
  // measured in a separate process, as in production.
  const counting = stack.use(
    await startAppServer({ url, environment: { DATABASE_POOL_MAX: '1' } }),
  );
  const counted = await counting.signIn('admin');
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'ahlt-bench-')), (made) =>
    rm(made, { recursive: true }),
  );
  await bundle({ outdir: folder, version: 'bench', entries: ['app'] });
  const all = pages(await idsIn(pool), await furtherPages((address) => counted.get(address)));
  const wanted = Object.entries(all).filter(([page]) => page.includes(only));
  // Rows first: reads of the other process, and of its jobs, would be counted too.
  const countedPages = [];
  for (const [page, addresses] of wanted)
    countedPages.push({
      page,
      addresses,
      rows: await counts(counting, (address) => counted.get(address), addresses),
    });
  const served = stack.use(await serveBundled(folder, url));
  const browser = new AppClient(served.url);
  for (const [name, value] of counted.cookies) browser.cookies.set(name, value);
  const figures: PageFigures[] = [];
  for (const { page, addresses, rows } of countedPages)
    figures.push({
      page,
      ...rows,
      ...(await times(served, (address) => browser.get(address), addresses)),
    });
  return { world, figures };
}

/** Pages as users reach them: by the link from the previous page, or back from the last one. */
const furtherPages = (
  get: (address: string) => Promise<{ text: string }>,
): Promise<readonly string[]> =>
  Promise.all(
    (
      [
        '/users',
        '/users?page=2',
        '/users?page=3',
        '/users?page=999999',
        '/users?sort=email&dir=asc&page=3',
      ] as const
    ).map(async (address) => {
      const { text } = await get(address);
      const rel = address.endsWith('999999') ? 'prev' : 'next';
      return (
        new RegExp(`href="([^"]+)"[^>]*rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ??
        address
      );
    }),
  );

interface Ids {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly tors: readonly string[];
  readonly decisions: readonly string[];
  /** Each with its committee first. */
  readonly points: readonly (readonly [string, string])[];
  readonly proposals: readonly (readonly [string, string])[];
  readonly meetings: readonly (readonly [string, string])[];
  /** Names of the most frequent roles. */
  readonly common: readonly string[];
}

async function idsIn(pool: Pool): Promise<Ids> {
  const spread = (from: string, column = 'id') =>
    `array(select ${column}::text from (select ${column}, row_number() over (order by ${column}) as n, count(*) over () as all from ${from}) s where n % greatest(1, s.all / 7) = 0 limit 7)`;
  const withTor = (type: string, relation: string) =>
    `array(select array[(select r.target_id::text from relations r join entities t on t.id = r.relation_type_id
       where r.source_id = i.id::bigint and t.name = '${relation}' limit 1), i.id]
     from unnest(${spread(`entities where entity_type = '${type}'`)}) i(id))`;
  const { rows } = await pool.query<Ids>(`select
    ${spread("entities where entity_type = 'tor'")} as tors, ${spread("entities where entity_type = 'decision'")} as decisions,
    ${withTor('agenda_point', 'belongs_to_tor')} as points, ${withTor('meeting', 'belongs_to_tor')} as meetings,
    ${withTor('proposal', 'submitted_to')} as proposals,
    ${spread("entities where entity_type = 'user'")} as users, ${spread("entities where entity_type = 'role'")} as roles,
    ${spread('(select actor_id from audit_log limit 100) a', 'actor_id')} as actors, ${spread('audit_log', 'seq')} as places,
    array(select r.name from role_tallies t join entities r on r.id = t.role_id group by r.id order by sum(t.amount) desc limit 3) as common`);
  // Otherwise these reads would be counted some seconds later, during a page.
  await pool.query('select pg_stat_force_next_flush()');
  const [ids] = rows;
  if (ids === undefined) throw new Error('The data set is empty.');
  return ids;
}

const [warming, measured] = [10, 40];

type Get = (address: string) => Promise<{ status: number }>;

/** Requests addresses in turns. */
async function ask(get: Get, addresses: readonly string[], times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const address = addresses[n % addresses.length] ?? '/';
    const { status } = await get(address);
    if (status !== 200) throw new Error(`${address} answered ${status}.`);
  }
}

async function times(
  app: Pick<ServedApp, 'log'>,
  get: Get,
  addresses: readonly string[],
): Promise<Pick<PageFigures, 'medianMs' | 'slowMs'>> {
  await ask(get, addresses, warming);
  const firstLine = app.log.length;
  await ask(get, addresses, measured);
  const taken = app.log
    .slice(firstLine)
    .flatMap(({ msg, ms }) => (msg === 'request' && typeof ms === 'number' ? [ms] : []));
  const sorted = taken.toSorted((a, b) => a - b);
  return {
    medianMs: median(taken),
    slowMs: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
  };
}

async function counts(
  app: AppServer,
  get: Get,
  addresses: readonly string[],
): Promise<Pick<PageFigures, 'statements' | 'rows' | 'read'>> {
  await ask(get, addresses, warming);
  const [before, readBefore] = [{ ...app.queries }, await rowsRead(app)];
  await ask(get, addresses, measured);
  return {
    statements: (app.queries.statements - before.statements) / measured,
    rows: Math.round((app.queries.rows - before.rows) / measured),
    read: Math.round(((await rowsRead(app)) - readBefore) / measured),
  };
}

/**
 * What the app's connection has read of its tables so far: rows of sequential scans, and index
 * entries.
 */
async function rowsRead({ services: { pool } }: Pick<AppServer, 'services'>): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: string }>(
    `select (select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables) + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes) as read`,
  );
  return Number(rows[0]?.read);
}
