import { setTimeout as pause } from 'node:timers/promises';
import type { Driver } from 'neo4j-driver';
import type { createPool } from '#app/db/pool.ts';
import { checkGraph } from '#app/graph/check.ts';
import type { Ledger } from './deeds.ts';
import type { Mailbox } from './mailbox.ts';
import type { Journal } from './person.ts';
import type { Member } from './population.ts';
import type { Tab } from './tab.ts';

type Pool = ReturnType<typeof createPool>;

/** Waits until events are handled, emails sent, and the graph has followed. */
export async function untilQuiet(pool: Pool, withinMs = 600_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `select ((select count(*) from jobs where state in ('waiting', 'running') and kind like 'notifications.mail%')
         + (select count(*) from domain_events e where e.id > (select min(read_to) from event_consumers))
         + (select count(*) from graph_outbox))::integer as waiting`,
    );
    if (rows[0]?.waiting === 0 || Date.now() > end) return;
    await pause(1_000);
  }
}

export interface Evidence {
  readonly pool: Pool;
  readonly driver: Driver;
  readonly env: string;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly mailbox: Mailbox;
  readonly members: readonly Member[];
  readonly tabs: readonly { readonly user: string; readonly tab: Tab }[];
}

export interface Findings {
  readonly facts: readonly (readonly [string, string])[];
  readonly wrong: string[];
}

/** What happened, and what must not have. */
export async function findings(evidence: Evidence): Promise<Findings> {
  const { pool, ledger, journal, mailbox } = evidence;
  const { statuses, failures, again, latencies } = journal;
  const sorted = latencies.toSorted((a, b) => a - b);
  const sent = await notified(pool);
  const wrong = [
    ...failures,
    ...expected(evidence).flatMap(([key, what]) => {
      const times = sent.get(key) ?? 0;
      return times === 1 ? [] : [`${what}: notified ${times} times`];
    }),
    ...(await wrongVotes(pool, ledger)),
    ...(await wrongMail(pool, mailbox)),
    ...(await wrongGraph(evidence)),
    ...(await untilRight(() => wrongTabs(evidence))),
  ];
  const count = (...codes: number[]) =>
    String(codes.reduce((sum, code) => sum + (statuses.get(code) ?? 0), 0));
  return {
    facts: [
      ['requests', String(latencies.length)],
      ['   answered in, median', `${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} ms`],
      ['   99th percentile', `${(sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(0)} ms`],
      ['   refused (403, 404, 409, 422)', count(403, 404, 409, 422)],
      ['   sent again, because a replica ended', String(again)],
      ['mentions', String(ledger.mentions.length)],
      ['submitted proposals', String(ledger.submitted.length)],
      ['settled proposals', String(ledger.settled.length)],
      ['votes', String(ledger.votes.length)],
      ['notifications', String([...sent.values()].reduce((sum, n) => sum + n, 0))],
      ['emails', String(mailbox.ids.length)],
      ['open tabs', String(evidence.tabs.length)],
      [
        '   connections made again',
        String(evidence.tabs.reduce((sum, { tab }) => sum + tab.reconnects(), 0)),
      ],
    ],
    wrong,
  };
}

/** How often each person was notified of each thing. */
async function notified(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ key: string; times: number }>(
    `select case kind when 'mention' then 'mention ' || user_id || ' ' || key
       else kind || ' ' || user_id || ' ' || target_id end as key, count(*)::integer as times
     from notifications group by 1`,
  );
  return new Map(rows.map(({ key, times }) => [key, times]));
}

function expected({ ledger, members }: Evidence): (readonly [key: string, what: string])[] {
  const reviewers = Map.groupBy(
    members.filter(({ duty }) => duty !== 'member'),
    ({ tor }) => tor,
  );
  return [
    ...ledger.mentions.map(
      ({ comment, user }) =>
        [
          `mention ${user} comment:${comment}`,
          `the mention of ${user} in comment ${comment}`,
        ] as const,
    ),
    ...ledger.submitted.flatMap(({ proposal, by }) =>
      (reviewers.get(by.tor) ?? [])
        .filter(({ id }) => id !== by.id)
        .map(
          ({ id }) =>
            [`review ${id} ${proposal}`, `the submission of ${proposal} to ${id}`] as const,
        ),
    ),
    ...ledger.settled.map(
      ({ proposal, author }) =>
        [
          `decided ${author} ${proposal}`,
          `the end of ${proposal} to its author ${author}`,
        ] as const,
    ),
  ];
}

/** A confirmed vote is stored, once. */
async function wrongVotes(pool: Pool, { votes }: Ledger): Promise<string[]> {
  if (votes.length === 0) return ['nobody voted'];
  const { rows } = await pool.query<{ ballot: string; cast: number }>(
    'select ballot_id::text as ballot, count(*)::integer as cast from ballot_voters group by 1',
  );
  const stored = new Map(rows.map(({ ballot, cast }) => [ballot, cast]));
  return [...Map.groupBy(votes, ({ ballot }) => ballot)].flatMap(([ballot, confirmed]) =>
    stored.get(ballot) === confirmed.length
      ? []
      : [`ballot ${ballot}: ${stored.get(ballot)} votes, ${confirmed.length} confirmed`],
  );
}

/** Everyone who wanted an email, and did not read here before it was sent, got one with its own id. */
async function wrongMail(pool: Pool, { ids }: Mailbox): Promise<string[]> {
  const { rows } = await pool.query<{ wanted: number; mailed: number }>(
    `select count(*)::integer as wanted, count(mailed_at)::integer as mailed from notifications
     where mail = 'now' and (mailed_at is not null or read_at is null)`,
  );
  const [found] = rows;
  const distinct = new Set(ids).size;
  return found !== undefined && found.wanted === distinct && found.mailed === distinct
    ? []
    : [`emails: ${found?.wanted} wanted, ${found?.mailed} noted as sent, ${distinct} received`];
}

/** The graph equals the database, as the app's own check reads both. */
export async function wrongGraph({
  pool,
  driver,
  env,
}: Pick<Evidence, 'pool' | 'driver' | 'env'>): Promise<string[]> {
  const said: string[] = [];
  const say = (facts: object, message: string) => said.push(`${message} ${JSON.stringify(facts)}`);
  await checkGraph({
    ...{ pool, driver, env, now: () => new Date() },
    log: { info: say, warn: say, error: say },
  });
  const last = said.at(-1) ?? 'the graph is not in sync';
  return last.startsWith('graph equals database') ? [] : [last];
}

/** Tabs that connect again learn of it within seconds. */
async function untilRight(check: () => Promise<string[]>): Promise<string[]> {
  for (const end = Date.now() + 30_000; ; ) {
    const wrong = await check();
    if (wrong.length === 0 || Date.now() > end) return wrong;
    await pause(500);
  }
}

/** The bell of each open tab shows what the database has. */
async function wrongTabs({ pool, tabs }: Evidence): Promise<string[]> {
  const { rows } = await pool.query<{ user: string; unread: number }>(
    `select u.id::text as user,
       ((select count(*) from (select from notifications n where n.user_id = u.id and n.read_at is null limit 100) few)
        + (select count(*) from (select from relations r
            join entities receipt on receipt.id = r.source_id and receipt.entity_type = 'warning_receipt'
            where r.target_id = u.id and receipt.properties ->> 'status' = 'unread'
              and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'for_user') limit 100) few))::integer as unread
     from entities u where u.id = any($1::bigint[])`,
    [tabs.map(({ user }) => user)],
  );
  const unread = new Map(rows.map(({ user, unread }) => [user, unread]));
  return tabs.flatMap(({ user, tab }) =>
    tab.count() === unread.get(user)
      ? []
      : [
          `the bell of ${user} shows ${tab.count()} instead of ${unread.get(user)} (${tab.history()})`,
        ],
  );
}
