import { eventsIn } from '#app/calendar/expand.ts';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { seed } from '#app/seed/index.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { median, type Row } from './report.ts';

const measured = 20;

/** A thousand committees of every cadence, 30 meetings of each, and 200 positions of one user. */
const content = [
  `insert into entities (entity_type, name, label, properties)
   select 'tor', 'bench_' || n, 'Committee ' || n, jsonb_build_object('status', 'active',
     'meeting_cadence', (array['daily', 'working_days', 'weekly', 'biweekly', 'monthly'])[1 + n % 5],
     'cadence_day', (array['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])[1 + n / 5 % 5],
     'cadence_time', to_char(8 + n % 10, 'FM00') || ':00')
   from generate_series(1, 1000) n`,
  `insert into entities (entity_type, name, label, properties)
   select 'meeting', tor.name || '_' || n, tor.label || ' ' || n, jsonb_build_object('status', 'confirmed',
     'meeting_date', to_char(current_date + (n - 15) * 10, 'YYYY-MM-DD'))
   from entities tor, generate_series(1, 30) n where tor.name like 'bench_%'`,
  `insert into relations (relation_type_id, source_id, target_id)
   select t.id, m.id, tor.id from entities m join entities tor on tor.entity_type = 'tor' and tor.name = regexp_replace(m.name, '_\\d+$', '')
     join entities t on t.entity_type = 'relation_type' and t.name = 'belongs_to_tor' where m.entity_type = 'meeting'`,
  `insert into entities (entity_type, name, label, properties)
   select 'tor_function', 'seat_' || n, 'Chair', '{"can_call_meetings": "true"}' from generate_series(1, 200) n`,
  `insert into relations (relation_type_id, source_id, target_id)
   select t.id, p.id, tor.id from entities p join entities tor on tor.entity_type = 'tor' and tor.name = replace(p.name, 'seat', 'bench')
     join entities t on t.entity_type = 'relation_type' and t.name = 'belongs_to_tor' where p.entity_type = 'tor_function'`,
];

const seats = `insert into relations (relation_type_id, source_id, target_id)
  select t.id, $1, p.id from entities p, entities t
  where p.entity_type = 'tor_function' and t.entity_type = 'relation_type' and t.name = 'fills_position'`;

/** The calendar of a thousand committees, for an administrator and for a user with 200 positions. */
export async function benchCalendar(): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  await migrate(url);
  const pool = stack.use(createPool({ url, applicationName: 'bench', poolMax: 2 }));
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  for (const statement of content) await pool.query(statement);
  await pool.query('analyze');
  const app = stack.use(await startAppServer({ url }));
  const admin = await app.signIn('admin');
  const chair = await app.signIn('secretary');
  await pool.query(seats, [chair.userId]);
  const [today, end] = [0, 90].map((days) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
  );
  const rows: Row[] = [expansion()];
  for (const [who, client] of [
    ['administrator', admin],
    ['200 positions', chair],
  ] as const)
    for (const [what, path] of [
      ['API, 1,000 committees × 90 days', `/api/tor/calendar?start=${today}&end=${end}`],
      ['week of all committees', '/tor/outlook?whose=all'],
      ['month of all committees', '/tor/outlook?view=month&whose=all'],
      ['month of the own committees', '/tor/outlook?view=month&whose=mine'],
    ] as const)
      rows.push({ what: `${what}, ${who}`, ...(await timed(app, client, path)) });
  return rows;
}

/** The expansion alone, of the same committees without stored meetings. */
function expansion(): Row {
  const cadences = ['daily', 'working_days', 'weekly', 'biweekly', 'monthly'];
  const committees = Array.from({ length: 1000 }, (_, n) => ({
    ...{ id: String(n), label: `Committee ${n}`, name: `bench_${n}`, location: '' },
    ...{ isMeeting: true, isOwn: false, mayConfirm: true, version: '1', updatedAt: '' },
    ...{ cadence: cadences[n % 5] ?? '', weekday: 'monday', anchor: null },
    ...{ holidayRule: 'next_working_day' as const, time: '09:00', minutes: 60 },
  }));
  const content = { committees, meetings: [], holidays: new Set<number>() };
  const range = { start: '2026-12-01', end: '2027-02-28' };
  let events = 0;
  const times = Array.from({ length: measured }, () => {
    const from = performance.now();
    events = eventsIn(content, range, range.start).length;
    return performance.now() - from;
  });
  return {
    what: 'expansion of 1,000 committees × 90 days, without a database',
    figure: `${median(times).toFixed(1)} ms`,
    note: `${events} events`,
  };
}

/** The time of a page, as the access log has it, and what it costs. */
export async function timed(app: AppServer, client: AppClient, path: string) {
  for (let n = 0; n < 5; n += 1) await client.get(path);
  const { statements } = app.queries;
  const from = app.log.length;
  let bytes = 0;
  for (let n = 0; n < measured; n += 1) bytes = (await client.get(path)).text.length;
  const times = app.log
    .slice(from)
    .flatMap(({ msg, ms }) => (msg === 'request' && typeof ms === 'number' ? [ms] : []));
  const slow = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? 0;
  return {
    figure: `${median(times).toFixed(1)} ms`,
    note: `95th percentile ${slow.toFixed(1)} ms; ${(app.queries.statements - statements) / measured} statements, ${Math.round(bytes / 1000)} KB`,
  };
}
