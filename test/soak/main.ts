import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { createGraphDriver } from '#app/graph/driver.ts';
import { resync } from '#app/graph/resync.ts';
import { seed } from '#app/seed/index.ts';
import { startNeo4j } from '#test/support/neo4j-server.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { bundle } from '../../scripts/bundle.ts';
import { diceOf } from '../app/races-fixture.ts';
import { findings, untilQuiet } from './checks.ts';
import { type Board, doSomething, type Ledger } from './deeds.ts';
import { letFaultsHappen } from './faults.ts';
import { startFront } from './front.ts';
import { openMailbox } from './mailbox.ts';
import { type Journal, Person } from './person.ts';
import { populate } from './population.ts';
import { startReplicas } from './replicas.ts';
import { openTab } from './tab.ts';

/**
 * `npm run soak [-- --minutes 60 --people 200 --seed 1]`: people work on three replicas with a graph
 * while parts fail. Ends with 1 if anyone learned of something twice or not at all, the graph
 * differs from the database, or the app answered with a failure of its own.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    people: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'fault-seconds': { type: 'string', default: '30' },
  },
});
const [minutes, count, start] = [values.minutes, values.people, values.seed].map(Number) as [
  number,
  number,
  number,
];
/** Replicas of the app, and the average time between two deeds of a person. */
const [replicaCount, thinkMs] = [3, 15_000];
const env = 'soak';

await using stack = new AsyncDisposableStack();
const folder = join(temporaryFolder('soak'), 'app');
await bundle({ outdir: folder, version: 'soak', entries: ['app'] });
const { url } = stack.use(await startPostgres());
const neo4j = stack.use(await startNeo4j());
const mailbox = stack.use(await openMailbox());
await migrate(url);
const pool = stack.use(createPool({ url, applicationName: 'soak', poolMax: 4 }));
await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'soak' });
const members = await populate(pool, count);
const driver = stack.adopt(createGraphDriver(neo4j), (open) => open.close());
await resync({ pool, driver, env });
const front = stack.use(await startFront());
const replicas = stack.use(
  await startReplicas({
    ...{ folder, databaseUrl: url, front, count: replicaCount },
    environment: {
      ...{ GRAPH_ENV: env, NEO4J_URI: neo4j.uri, NEO4J_USER: neo4j.user },
      ...{ NEO4J_PASSWORD: neo4j.password, LOG_LEVEL: 'info', TRUST_PROXY: '127.0.0.0/8' },
      ...{ PUBLIC_URL: front.url, SMTP_URL: mailbox.url, MAIL_FROM: 'ahlt@example.com' },
    },
  }),
);

const journal: Journal = { statuses: new Map(), failures: [], again: 0, latencies: [] };
const ledger: Ledger = { mentions: [], submitted: [], settled: [], votes: [] };
const boards = new Map<string, Board>();
for (const [tor, people] of Map.groupBy(members, (member) => member.tor))
  boards.set(tor, { people, proposals: [], ballots: [] });

console.log(`seed ${start}: ${count} people sign in`);
const dice = diceOf(start);
const people = members.map(
  (member) => new Person(front.url, member, diceOf(dice.below(2 ** 31)), journal),
);
for (const person of people) {
  await person.signIn();
  if (person.member.hasMail)
    await person.post('/account/notifications', {
      ...{ kind_review: 'email', kind_mention: 'email', kind_assigned: 'email', kind_due: 'here' },
      ...{ kind_decided: 'email', kind_minutes: 'here', kind_meeting: 'here' },
    });
}

const closing = new AbortController();
const tabs = people
  .filter((_, at) => at % 4 === 0)
  .map(({ member, client }) => ({
    user: member.id,
    tab: openTab(front.url, client, closing.signal),
  }));

console.log(`they work for ${minutes} min`);
const end = Date.now() + minutes * 60_000;
const work = async (person: Person): Promise<void> => {
  const own = diceOf(dice.below(2 ** 31));
  const board = boards.get(person.member.tor);
  while (board !== undefined) {
    await pause(own.below(2 * thinkMs));
    if (Date.now() > end) return;
    await doSomething({ person, board, dice: own, ledger });
  }
};
const stop = new AbortController();
const failing = letFaultsHappen(
  { replicas, count: replicaCount, front, neo4j, mailbox, pool },
  diceOf(start + 1),
  { everyMs: Number(values['fault-seconds']) * 1000, signal: stop.signal },
);
await Promise.all(people.map(work));
stop.abort();
const happened = await failing;
await untilQuiet(pool);

const crashes = replicas.crashes();
const { facts, wrong } = await findings({
  pool,
  driver,
  env,
  ledger,
  journal,
  mailbox,
  members,
  tabs,
});
closing.abort();
for (const [what, n] of happened) console.log(`   ${what.padEnd(56)} ${String(n).padStart(8)}`);
for (const [what, figure] of facts) console.log(`   ${what.padEnd(56)} ${figure.padStart(8)}`);
if (crashes > 0) wrong.push(`${crashes} replicas ended by themselves`);
for (const line of wrong.slice(0, 50)) console.log(`   ✗ ${line}`);
if (wrong.length > 0) for (const line of replicas.errors().slice(-50)) console.log(`   ${line}`);
console.log(
  wrong.length === 0 ? 'nothing was lost, sent twice or failed' : `${wrong.length} faults`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
