import { setTimeout as pause } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { createPool } from '#app/db/pool.ts';
import { createGraphDriver } from '#app/graph/driver.ts';
import { becomes, readEnvironment } from '#test/support/environment-status.ts';
import { watchPods } from '#test/support/kubelet/pod-watch.ts';
import { apiClient } from '#test/support/kubernetes/api-client.ts';
import { type Neo4jServer, startNeo4j } from '#test/support/neo4j-server.ts';
import { type Platform, registry, startPlatform } from '#test/support/platform.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';
import { diceOf } from '../app/races-fixture.ts';
import { untilQuiet, wrongGraph } from '../soak/checks.ts';
import { type Board, type Deed, type Ledger, openBallot, vote } from '../soak/deeds.ts';
import { type Front, startFront } from '../soak/front.ts';
import { type Journal, Person } from '../soak/person.ts';
import { populate } from '../soak/population.ts';

// A committee votes while a platform engineer rolls out another image and Neo4j is restarted. The
// people of the soak come through a front that sends them to ready pods, as Service and ingress do.

const dice = diceOf(17);
const stack = new AsyncDisposableStack();
let postgres: PostgresServer;
let neo4j: Neo4jServer;
let platform: Platform;
let front: Front;
let pods: ReadyPods;

beforeAll(async () => {
  [postgres, neo4j] = await Promise.all([startPostgres(), startNeo4j()]);
  for (const server of [postgres, neo4j]) stack.use(server);
  platform = stack.use(await startPlatform({ postgres, neo4j, environments: ['dev'] }));
  front = stack.use(await startFront());
  pods = stack.use(routeToReadyPods());
});
afterAll(() => stack.disposeAsync(), 60_000);

test('votes are counted once while Neo4j restarts and another image is rolled out', {
  timeout: 480_000,
}, async () => {
  onTestFailed(() =>
    console.log(platform.kubelet.logs('ahlt-dev').split('\n').slice(-60).join('\n')),
  );
  await platform.edit('dev/environment.yaml', { 'spec.replicas': 2, 'spec.logLevel': 'info' });
  await platform.apply();
  await becomes(platform, 'dev', { type: 'Ready', status: 'True' }, 150_000);
  await becomes(platform, 'dev', { type: 'GraphSynced', status: 'True' });
  await expect.poll(pods.versions).toEqual(['1.0.0', '1.0.0']);

  await using committee = await gather();
  const { votes } = committee.ledger;
  const untilVoted = async (count: number) => {
    const goal = votes.length + count;
    await expect.poll(() => votes.length).toBeGreaterThanOrEqual(goal);
  };
  await untilVoted(10);
  await neo4j.kill();
  await untilVoted(10);
  await platform.images.build({ name: `${registry}:1.1.0` });
  await platform.edit('dev/environment.yaml', { 'spec.image': `${registry}:1.1.0` });
  await platform.apply();
  const before = votes.length;
  await neo4j.start();
  await expect.poll(statusOfDev, { timeout: 180_000, interval: 500 }).toMatchObject({
    ...{ image: '1.1.0', isCurrent: true, rolledOut: 'True' },
  });
  await expect.poll(pods.versions).toEqual(['1.1.0', '1.1.0']);
  expect(votes.length).toBeGreaterThan(before);
  await untilVoted(10);
  await committee.adjourn();

  const { journal } = committee;
  expect(journal.failures).toEqual([]);
  expect(journal.again, 'requests whose pod ended before it answered').toBe(0);
  expect(await countedVotes()).toEqual(acknowledged(committee.ledger));
  await becomes(platform, 'dev', { type: 'Ready', status: 'True' });
  await untilQuiet(committee.pool, 60_000);
  const driver = stack.adopt(createGraphDriver(neo4j), (open) => open.close());
  expect(await wrongGraph({ pool: committee.pool, driver, env: 'dev' })).toEqual([]);
  expect(new Set(votes.map(({ ballot }) => ballot)).size).toBeGreaterThan(2);

  /** Votes of each ballot: who has one, and how many its result has. */
  async function countedVotes() {
    const { rows } = await committee.pool.query<Counted>(
      `select b.id::text as ballot, (b.result ->> 'cast')::integer as cast,
         array(select v.voter_id::text from ballot_voters v where v.ballot_id = b.id order by 1) as voters
       from ballots b where b.result ->> 'cast' <> '0' order by b.id`,
    );
    return rows;
  }
});

interface Counted {
  readonly ballot: string;
  readonly cast: number;
  readonly voters: readonly string[];
}

/** The votes that were answered with success. */
const acknowledged = ({ votes }: Ledger): Counted[] =>
  [...Map.groupBy(votes, ({ ballot }) => ballot)]
    .map(([ballot, cast]) => ({
      ...{ ballot, cast: cast.length },
      voters: cast.map(({ user }) => user).toSorted(),
    }))
    .toSorted((one, other) => Number(one.ballot) - Number(other.ballot));

async function statusOfDev() {
  const { metadata, status } = await readEnvironment(platform, 'dev');
  const conditions: { type: string; status: string }[] = status.conditions;
  return {
    image: status.image,
    isCurrent: status.observedGeneration === metadata.generation,
    rolledOut: conditions.find(({ type }) => type === 'RolledOut')?.status,
  };
}

interface Committee extends AsyncDisposable {
  readonly pool: ReturnType<typeof createPool>;
  readonly ledger: Ledger;
  readonly journal: Journal;
  /** Ends the voting; the chair closes all ballots. */
  readonly adjourn: () => Promise<void>;
}

/** Twenty members sign in and vote until they adjourn; their chair opens one ballot after another. */
async function gather(): Promise<Committee> {
  const pool = createPool({ url: postgres.urlOf('ahlt_dev'), applicationName: 'test', poolMax: 2 });
  const members = await populate(pool, 20);
  const journal: Journal = { statuses: new Map(), failures: [], again: 0, latencies: [] };
  const ledger: Ledger = { mentions: [], submitted: [], settled: [], votes: [] };
  const board: Board = { people: members, proposals: [], ballots: [] };
  const people = members.map((member) => new Person(front.url, member, dice, journal));
  const [chair] = people;
  if (chair === undefined) throw new Error('The committee has no chair.');
  await Promise.all(people.map((person) => person.signIn()));
  let isOver = false;
  const work = async (person: Person): Promise<void> => {
    while (!isOver) {
      const newest = { ...board, ballots: board.ballots.slice(-2) };
      const deed: Deed = { person, board: newest, dice, ledger };
      await vote(deed);
      // Only the chair may open ballots.
      if (person === chair) await openBallot({ ...deed, board });
      await pause(dice.below(1_000));
    }
  };
  const voting = Promise.all(people.map(work));
  const end = async () => {
    isOver = true;
    await voting;
  };
  return {
    ...{ pool, ledger, journal },
    async adjourn() {
      await end();
      for (const { path } of board.ballots)
        expect((await chair.post(`${path}/close`)).status).toBe(303);
    },
    async [Symbol.asyncDispose]() {
      await end();
      await pool.end();
    },
  };
}

interface ReadyPods extends AsyncDisposable {
  /** Versions of those that get requests. */
  readonly versions: () => string[];
}

/** Sends what arrives at the front to the pods that a Service would name: ready, and not ending. */
function routeToReadyPods(): ReadyPods {
  const api = apiClient(platform.controlPlane);
  const stopping = new AbortController();
  const ready = new Map<string, V1Pod>();
  const route = () =>
    front.route([...ready.values()].map(({ status }) => `http://${status?.podIP}:8080`));
  const take = (pod: V1Pod) => {
    const { uid = '', namespace, labels, deletionTimestamp } = pod.metadata ?? {};
    const isWeb = labels?.['app.kubernetes.io/component'] === 'web';
    if (namespace !== 'ahlt-dev' || !isWeb) return;
    const isReady = pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    );
    if (isReady && deletionTimestamp === undefined) ready.set(uid, pod);
    else ready.delete(uid);
    route();
  };
  const gone = (uid: string) => {
    if (ready.delete(uid)) route();
  };
  const watching = watchPods(api, take, gone, stopping.signal);
  return {
    versions: () =>
      [...ready.values()].map(
        ({ metadata }) => metadata?.labels?.['app.kubernetes.io/version'] ?? '',
      ),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
      api.close();
    },
  };
}
