import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { type AppClient, type AppServer, startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { seededRandom, seedOf } from '#test/support/seeded-random.ts';
import { type OpenPage, openPage, sinceOf } from './live-fixture.ts';
import { runSchedule } from './live-model.ts';
import { raisedWarning } from './warning-fixture.ts';

test('spec live#changes: in a thousand schedules nothing is lost, and nothing is shown twice', async () => {
  const first = seedOf('LIVE_SEED');
  const wrong: string[] = [];
  for (let batch = 0; batch < 20; batch += 1)
    await Promise.all(
      Array.from({ length: 50 }, async (_, place) => {
        const seed = first + batch * 50 + place;
        const found = await runSchedule(seededRandom(seed));
        if (found.length > 0) wrong.push(`LIVE_SEED=${seed}: ${found.join('; ')}`);
      }),
    );
  expect(wrong.slice(0, 3)).toEqual([]);
});

/** A proxy that cuts connections when asked to. */
async function cuttingProxy(to: string) {
  const open = new Set<Socket>();
  const proxy = createServer((page) => {
    const server = dial(Number(new URL(to).port), '127.0.0.1');
    for (const socket of [page, server]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        page.destroy();
        server.destroy();
      });
    }
    page.pipe(server).pipe(page);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut: (chance: () => boolean) => {
      for (const socket of open) if (chance()) socket.destroy();
    },
    close: () => {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
  };
}

interface Replica {
  readonly url: string;
}

/** A tab that connects again and again, to some replica, until it is closed. */
function tabOf(
  who: AppClient,
  replicas: readonly Replica[],
  { since: first, random }: { readonly since: string; readonly random: () => number },
) {
  const shown: string[] = [];
  const state: { since: string; count?: number; isOver: boolean } = { since: first, isOver: false };
  let current: OpenPage | undefined;
  const run = async (): Promise<void> => {
    while (!state.isOver) {
      const to = replicas[Math.floor(random() * replicas.length)] ?? replicas[0];
      if (to === undefined) return;
      const page = openPage(to, who, { since: state.since });
      current = page;
      page.socket.on('message', () => {
        const message = page.messages.at(-1);
        if (message === undefined || !('since' in message)) return;
        state.since = message.since;
        state.count = message.unread_count;
        if (message.type === 'new_warning' && !shown.includes(message.warning_id))
          shown.push(message.warning_id);
      });
      await page.ended;
    }
  };
  const finished = run();
  return {
    ...{ shown, state },
    close: async () => {
      state.isOver = true;
      current?.[Symbol.dispose]();
      await finished;
    },
  };
}

const read = `update entities set properties = properties || '{"status":"read"}'
  where entity_type = 'warning_receipt' and name = $1`;
const notify = `insert into notifications (user_id, kind, key, path, details, at)
  values ($1, 'due', $2, '/', '{}', now())`;
/** No number of a page is larger than 100, so each schedule begins with none. */
const readAll = [
  `update notifications set read_at = now() where user_id = $1::bigint and read_at is null`,
  `update entities set properties = properties || '{"status":"read"}'
   where entity_type = 'warning_receipt' and name like 'wr.%.' || $1::text`,
];
/** Ends the connections that listen. */
const silence = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'ahlt live' and datname = current_database()`;

/** Schedules one after the other for each of 20 users; LIVE_ROUNDS=50 makes a thousand. */
const rounds = Number(process.env['LIVE_ROUNDS'] ?? 2);

test(
  'spec live#changes: nor on two processes behind a proxy that cuts connections',
  async () => {
    await using one = await startAppServer();
    await using other = await startAppServer({ url: one.databaseUrl });
    const servers: readonly AppServer[] = [one, other];
    const proxies = await Promise.all(servers.map(({ url }) => cuttingProxy(url)));
    const first = seedOf('LIVE_SEED');
    const clients = await Promise.all(Array.from({ length: 20 }, () => one.signIn('admin')));
    const { pool } = one.services;

    const schedule = async (seed: number, who: AppClient): Promise<void> => {
      const random = seededRandom(seed);
      const known = { since: await sinceOf(who), random };
      const tabs = [tabOf(who, proxies, known), tabOf(who, proxies, known)];
      const raised: string[] = [];
      const anyOf = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
      const steps = [
        async () => {
          raised.push(await raisedWarning(anyOf(servers) ?? one, who.userId));
        },
        () => pool.query(read, [`wr.${anyOf(raised) ?? '0'}.${who.userId}`]),
        () => pool.query(notify, [who.userId, `${seed} ${random()}`]),
        () => (random() < 0.2 ? pool.query(silence) : undefined),
        () => {
          for (const proxy of proxies) proxy.cut(() => random() < 0.3);
        },
      ];
      for (let step = 0; step < 12; step += 1) await anyOf(steps)?.();
      const { rows } = await pool.query<{ count: number }>(
        `select ((select count(*) from entities where entity_type = 'warning_receipt' and name like 'wr.%.' || $1::text
           and properties ->> 'status' = 'unread')
         + (select count(*) from notifications where user_id = $1::bigint and read_at is null))::integer as count`,
        [who.userId],
      );
      await eventually(() =>
        expect(tabs.map(({ state, shown }) => [state.count, [...shown].sort()])).toEqual(
          tabs.map(() => [rows[0]?.count, [...raised].sort()]),
        ),
      );
      await Promise.all(tabs.map(({ close }) => close()));
      for (const statement of readAll) await pool.query(statement, [who.userId]);
    };

    await Promise.all(
      clients.map(async (who, place) => {
        for (let round = 0; round < rounds; round += 1)
          await schedule(first + place * rounds + round, who);
      }),
    );
    for (const proxy of proxies) proxy.close();
  },
  60_000 + rounds * 10_000,
);
