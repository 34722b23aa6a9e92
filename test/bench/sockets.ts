import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { newSessionId, sessionDigest } from '#app/auth/index.ts';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { seed } from '#app/seed/index.ts';
import { raise } from '#app/warnings/raise.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { residentMb } from './process-figures.ts';
import { median, type Row } from './report.ts';

const [pages, rounds] = [5_000, 12];
const environment = { LOG_LEVEL: 'error' };

/** Pages of five thousand users on one process: memory, and how soon a new warning reaches all. */
export async function benchSockets(): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  await migrate(url);
  const pool = stack.use(createPool({ url, applicationName: 'bench', poolMax: 2 }));
  await seed(pool, { profile: 'base', now: new Date(), appVersion: 'bench' });
  const { users, cookies } = await sessions(pool);
  const [server, other] = [
    // The pages of this measurement answer no pings, and a loaded machine takes its time.
    stack.use(await startAppServer({ url, environment, sockets: { pingMs: 3_600_000 } })),
    stack.use(await startAppServer({ url, environment })),
  ];
  globalThis.gc?.();
  const before = await residentMb(process.pid);
  const clients = startClients();
  const begun = performance.now();
  clients.say(JSON.stringify({ port: Number(new URL(server.url).port), cookies }));
  await clients.hear();
  const connectMs = performance.now() - begun;
  const after = await residentMb(process.pid);
  const [p50, p95, last, statements]: number[][] = [[], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    clients.say(`Round ${round} of all`);
    await clients.hear();
    const from = server.queries.statements;
    await other.services.db.transaction().execute((tx) =>
      raise(
        tx,
        [
          {
            ...{ source: 'scheduled.bench', key: String(round), severity: 'high' },
            ...{ category: 'system', message: `Round ${round} of all`, details: {}, to: { users } },
          },
        ],
        new Date(),
      ),
    );
    const committed = Date.now();
    const times = (JSON.parse(await clients.hear()) as number[])
      .map((at) => at - committed)
      .sort((one, another) => one - another);
    p50?.push(times[Math.floor(times.length / 2)] ?? 0);
    p95?.push(times[Math.floor(times.length * 0.95)] ?? 0);
    last?.push(times.at(-1) ?? 0);
    // The log is read by a part of the services that is not counted.
    statements?.push(server.queries.statements - from + 1);
  }
  clients.say('');
  const ms = (values: readonly number[] | undefined) => `${median(values ?? []).toFixed(0)} ms`;
  return [
    {
      what: `${pages.toLocaleString('en-GB')} pages of as many users connect`,
      figure: `${(connectMs / 1000).toFixed(1)} s`,
      note: '200 at a time, each with its session and its numbers',
    },
    {
      what: 'memory for them',
      figure: `${after - before} MB`,
      note: `resident; ${(((after - before) * 1024) / pages).toFixed(0)} KB each`,
    },
    {
      what: 'a warning for all, until half of the pages know',
      figure: ms(p50),
      note: 'after the commit in another process; median of all rounds',
    },
    {
      what: 'until 95 % know',
      figure: ms(p95),
      note: `target 300 ms; slowest round ${Math.max(...(p95 ?? []))} ms; load average ${loadavg()[0]?.toFixed(0)}`,
    },
    { what: 'until the last one knows', figure: ms(last) },
    {
      what: 'statements of the process',
      figure: median(statements ?? []).toFixed(0),
      note: 'target 3: the log, the numbers, the warnings',
    },
  ];
}

/** Users with a session each. Returns their ids, and the cookies of their browsers. */
async function sessions(pool: Pool) {
  const ids = Array.from({ length: pages }, newSessionId);
  const { rows } = await pool.query<{ id: string }>(
    `insert into entities (entity_type, name, label)
     select 'user', 'page_' || n, 'Page ' || n from generate_series(1, $1::integer) n returning id`,
    [pages],
  );
  const users = rows.map(({ id }) => id);
  await pool.query(
    `insert into sessions (hash, user_id, csrf, privileges, created_at, rotated_at, proved_at, last_seen_at)
     select hash, user_id, repeat('x', 43), repeat('x', 22), now(), now(), now(), now() from unnest($1::bytea[], $2::bigint[]) as s(hash, user_id)`,
    [ids.map((id) => sessionDigest(id, 'k'.repeat(64))), users],
  );
  return { users, cookies: ids.map((id) => `ahlt-test-session=${id}`) };
}

function startClients() {
  const program = fileURLToPath(new URL('socket-clients.ts', import.meta.url));
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    say: (line: string) => child.stdin.write(`${line}\n`),
    hear: async (): Promise<string> => {
      const { value } = await lines.next();
      if (value === undefined) throw new Error('The pages have ended.');
      return value;
    },
  };
}
