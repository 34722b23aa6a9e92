import { once } from 'node:events';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { seed } from '#app/seed/index.ts';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { openPage, sinceOf } from '../app/live-fixture.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { median, type Row } from './report.ts';

const [listeners, changes] = [20, 60];

/** How long a change of a running meeting takes to the live views of twenty others. */
export async function benchLive(): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  await migrate(url);
  const pool = stack.use(createPool({ url, applicationName: 'bench', poolMax: 2 }));
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  const { rows } = await pool.query<{ tor: string; meeting: string; items: string[] }>(
    `select r.target_id::text as tor, m.id::text as meeting,
       array(select p.source_id::text from relations p join entities k on k.id = p.relation_type_id
         where p.target_id = m.id and k.name = 'scheduled_for_meeting' order by p.id) as items
     from entities m
       join relations r on r.source_id = m.id
       join entities t on t.id = r.target_id and t.entity_type = 'tor'
     where m.entity_type = 'meeting' and m.properties ->> 'status' = 'in_progress' limit 1`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('The demo data has no running meeting.');
  const address = `/tor/${found.tor}/meetings/${found.meeting}/live`;
  const [one, other] = [
    stack.use(await startAppServer({ url })),
    stack.use(await startAppServer({ url })),
  ];
  const chair = await one.signIn('admin');
  const measured = [];
  let turn = 0;
  const nextItem = () => {
    turn += 1;
    return chair.post(`${address}/items/${found.items[turn % found.items.length]}/start`);
  };
  for (const [what, to] of [
    ['in the same process', one],
    ['in another process', other],
  ] as const)
    measured.push({ what, times: await heard(to, address, nextItem) });
  return measured.map(({ what, times }) => ({
    what: `a change, until the last of ${listeners} live views ${what} hears of it`,
    figure: `${median(times).toFixed(0)} ms`,
    note: `95th percentile ${(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0).toFixed(0)} ms; target 300 ms`,
  }));
}

/** Milliseconds from each request until the last page has received the change. */
async function heard(
  to: AppServer,
  address: string,
  change: () => Promise<unknown>,
): Promise<readonly number[]> {
  // A user has ten connections.
  const users = [await to.signIn('admin'), await to.signIn('admin')];
  using stack = new DisposableStack();
  const pages = await Promise.all(
    Array.from({ length: listeners }, async (_, place) => {
      const user = users[place % users.length] as AppClient;
      const page = stack.use(openPage(to, user));
      await once(page.socket, 'message');
      page.say({ type: 'watch', topic: address, since: await sinceOf(user) });
      return page;
    }),
  );
  const times: number[] = [];
  for (let n = 0; n < changes; n += 1) {
    const from = performance.now();
    await Promise.all([change(), ...pages.map(({ socket }) => once(socket, 'message'))]);
    times.push(performance.now() - from);
  }
  return times;
}
