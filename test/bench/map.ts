import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { seed } from '#app/seed/index.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { timed } from './calendar.ts';
import type { Row } from './report.ts';

/** A thousand committees of 40 organizations with three thousand dependencies. */
const content = [
  `insert into entities (entity_type, name, label, properties)
   select 'tor', 'bench_' || n, 'Committee ' || n, jsonb_build_object('status', 'active', 'organization', 'Organization ' || n % 40)
   from generate_series(1, 1000) n`,
  `insert into relations (relation_type_id, source_id, target_id, properties)
   select kind.id, one.id, other.id, case when n % 10 = 0 then '{"is_blocking": "true"}'::jsonb else '{}'::jsonb end
   from generate_series(1, 3000) n
     join entities kind on kind.entity_type = 'relation_type' and kind.name = (array['feeds_into', 'escalates_to'])[1 + (n % 3 = 0)::integer]
     join entities one on one.entity_type = 'tor' and one.name = 'bench_' || 1 + n % 1000
     join entities other on other.entity_type = 'tor' and other.name = 'bench_' || 1 + (n * 7 + n / 1000) % 1000
   where one.id <> other.id on conflict do nothing`,
];

/** How often `timed` requests a page, with those before it measures. */
const requested = 25;

/** The governance map of a thousand committees, whole and narrowed. */
export async function benchMap(): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  await migrate(url);
  const pool = stack.use(createPool({ url, applicationName: 'bench', poolMax: 2 }));
  await seed(pool, { profile: 'base', now: new Date(), appVersion: 'bench' });
  for (const statement of content) await pool.query(statement);
  await pool.query('analyze');
  const { rows } = await pool.query<{ id: string }>(
    `select id::text from entities where name = 'bench_1'`,
  );
  const app = stack.use(await startAppServer({ url }));
  const admin = await app.signIn('admin');
  const figures: Row[] = [];
  for (const [what, query] of [
    ['all, grouped by organization', ''],
    ['one organization', '?organization=Organization+1'],
    ['paths through a committee', `?focus=${rows[0]?.id}`],
    ['what blocks', '?blocking=true'],
  ] as const) {
    const before = process.cpuUsage();
    const { figure, note } = await timed(app, admin, `/governance/map${query}`);
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / 1000 / requested;
    figures.push({
      what,
      figure,
      note: `${note}; processor time of the app ${each.toFixed(0)} ms`,
    });
  }
  return figures;
}
