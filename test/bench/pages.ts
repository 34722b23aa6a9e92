import { Pool } from 'pg';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import type { WorldSize } from './entities.ts';
import { type KeptWorld, keptWorld } from './kept-world.ts';
import { median } from './report.ts';

export interface PageFigures {
  /** What it shows, in a person's words. */
  readonly page: string;
  /** Median and 95th of a hundred, from the request to the end of the answer in the server, milliseconds. */
  readonly medianMs: number;
  readonly slowMs: number;
  readonly statements: number;
  /** Rows that came back to the app. */
  readonly rows: number;
  /** Rows and index entries that PostgreSQL read for it. */
  readonly read: number;
}

/** Pages of one kind each, with addresses that take turns: another row, another word, another place in the list. */
const pages = (ids: Ids, further: readonly string[]): Readonly<Record<string, readonly string[]>> => ({
  'list: the first page of the users': ['/users'],
  'list: further pages': further,
  'list: by e-mail, backwards': ['/users?sort=email&dir=desc'],
  'list: by date': ['/users?sort=created_at&dir=desc'],
  'list: a name searched': ['lovelace', 'ada turing', 'user_123', 'nobody'].map((words) => `/users?q=${encodeURIComponent(words)}`),
  'list: of one role': [`/users?filter=${filter('role', 'is', 'editor')}`],
  'list: inactive': [`/users?filter=${filter('status', 'is', 'inactive')}`],
  'list: administrators': [`/users?filter=${filter('access', 'is', 'administrator')}`],
  'detail: a user to edit': ids.users.map((id) => `/users/${id}/edit`),
  'detail: what a user may do': ids.users.map((id) => `/roles/preview?user_id=${id}`),
  'detail: a role to edit': ids.roles.map((id) => `/roles/builder/${id}/edit`),
  roles: ['/roles'],
  'search: the palette': ['lov', 'ada', 'grace ho', 'user_4711', 'zz'].map((words) => `/search?q=${encodeURIComponent(words)}`),
  'audit: the newest': ['/audit'],
  'audit: further back': ids.places.map((seq) => `/audit?before=${seq}`),
  'audit: refusals': ['/audit?outcome=refused'],
  'audit: one person': ids.actors.map((id) => `/audit?actor=${id}`),
  'audit: words searched': ['training', 'user_12', 'budget plan'].map((words) => `/audit?q=${encodeURIComponent(words)}`),
  dashboard: ['/dashboard'],
});

const filter = (field: string, op: string, value: string): string =>
  encodeURIComponent(JSON.stringify({ logic: 'and', conditions: [{ field, op, value }] }));

export interface PagesBench {
  readonly world: Pick<KeptWorld, 'entities' | 'auditRows' | 'fillMs'>;
  readonly figures: readonly PageFigures[];
}

/** Times the pages of an app over a filled database: signed in as an administrator, one request at a time, HTML included. */
export async function benchPages({ size, only = '' }: { size: WorldSize; only?: string }): Promise<PagesBench> {
  await using stack = new AsyncDisposableStack();
  const { url, ...world } = stack.use(await keptWorld(size));
  const pool = stack.adopt(new Pool({ connectionString: url, max: 2 }), (opened) => opened.end());
  // One connection, so that its statistics are all there are.
  const app = stack.use(await startAppServer({ url, environment: { DATABASE_POOL_MAX: '1' } }));
  const browser = await app.signIn('admin');
  const figures: PageFigures[] = [];
  for (const [page, addresses] of Object.entries(pages(await idsIn(pool), await furtherPages((address) => browser.get(address))))) {
    if (page.includes(only)) figures.push({ page, ...(await timed(app, (address) => browser.get(address), addresses)) });
  }
  return { world, figures };
}

/** Pages as one gets to them: by the way on from the page before. */
const furtherPages = (get: (address: string) => Promise<{ text: string }>): Promise<readonly string[]> =>
  Promise.all(
    [1, 6, 19, 39, 3_000].map(async (page) => {
      const { text } = await get(`/users?page=${page}`);
      return text.match(/href="([^"]+)"[^>]*rel="next"/)?.[1]?.replaceAll('&amp;', '&') ?? '/users';
    }),
  );

interface Ids {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly actors: readonly string[];
  readonly places: readonly string[];
}

async function idsIn(pool: Pool): Promise<Ids> {
  const spread = (from: string, column = 'id') =>
    `array(select ${column}::text from (select ${column}, row_number() over (order by ${column}) as n, count(*) over () as all from ${from}) s where n % greatest(1, s.all / 7) = 0 limit 7)`;
  const { rows } = await pool.query<Ids>(`select
    ${spread("entities where entity_type = 'user'")} as users, ${spread("entities where entity_type = 'role'")} as roles,
    ${spread('(select actor_id from audit_log limit 100) a', 'actor_id')} as actors, ${spread('audit_log', 'seq')} as places`);
  return rows[0] ?? { users: [], roles: [], actors: [], places: [] };
}

const [warming, measured] = [20, 100];

async function timed(app: AppServer, get: (address: string) => Promise<{ status: number }>, addresses: readonly string[]) {
  const turn = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const address = addresses[n % addresses.length] ?? '/';
      const { status } = await get(address);
      if (status !== 200) throw new Error(`${address} answered ${status}.`);
    }
  };
  await turn(warming);
  const [before, firstLine, readBefore] = [{ ...app.queries }, app.log.length, await rowsRead(app)];
  await turn(measured);
  const read = (await rowsRead(app)) - readBefore;
  const times = app.log.slice(firstLine).flatMap(({ msg, ms }) => (msg === 'request' && typeof ms === 'number' ? [ms] : []));
  const sorted = times.toSorted((a, b) => a - b);
  return {
    medianMs: median(times),
    slowMs: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    statements: (app.queries.statements - before.statements) / measured,
    rows: Math.round((app.queries.rows - before.rows) / measured),
    read: Math.round(read / measured),
  };
}

/** What the app's connection has read of its own tables so far: rows of sequential scans, and entries of indices. */
async function rowsRead({ services: { pool } }: Pick<AppServer, 'services'>): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: string }>(
    `select (select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables) + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes) as read`,
  );
  return Number(rows[0]?.read);
}
