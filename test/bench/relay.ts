import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connect } from '#app/db/connection.ts';
import { migrate } from '#app/db/migrate.ts';
import { createGraphDriver, graphQueries, type RunQuery, whole } from '#app/graph/driver.ts';
import { startRelay } from '#app/graph/relay.ts';
import { resync } from '#app/graph/resync.ts';
import { seed } from '#app/seed/index.ts';
import { startNeo4j } from '#test/support/neo4j.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { cpuMs } from './process-figures.ts';
import { duration, median, type Row } from './report.ts';

const env = 'bench';
const [perSecond, warmUpSeconds, seconds] = [200, 30, 60];
/** How often the graph is asked what it has, in milliseconds; lags are longer by up to this. */
const lookMs = 50;

/** A change that is committed and not yet in the graph. */
interface Change {
  readonly number: number;
  readonly entity: string;
  readonly at: number;
}

/**
 * Measures how long a committed change takes until a reader of the graph sees it: a relay with its
 * usual options follows 200 changes a second of the demo data. Of ten changes nine set a property
 * and one adds a proposal to a committee.
 */
export async function benchRelay(): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  const neo4j = stack.use(await startNeo4j({ size: 'usual' }));
  const driver = stack.adopt(createGraphDriver(neo4j), (open) => open.close());
  const pool = stack.adopt(new pg.Pool({ connectionString: url, max: 8 }), (open) => open.end());
  await migrate(url);
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  await resync({ pool, driver, env });
  const steps = { read: timed(), write: timed(), acknowledge: timed() };
  const silent = () => undefined;
  const relay = startRelay({
    ...{ driver, env, log: { info: silent, warn: console.warn, error: console.error } },
    connect: () => connect({ url, applicationName: 'ahlt relay' }),
    ports: (source, sink) => ({
      source: {
        ...source,
        read: (reading) => steps.read.of(source.read(reading)),
        acknowledge: (batch) => steps.acknowledge.of(source.acknowledge(batch)),
      },
      sink: { apply: (state) => steps.write.of(sink.apply(state)) },
    }),
  });
  stack.defer(() => relay.stop(10_000));
  const query = graphQueries(driver, 10_000);
  // Neo4j compiles its plans and its code meanwhile.
  await follow(pool, query, { first: 0, forSeconds: warmUpSeconds });
  const neo4jBefore = await cpuMs(neo4j.pid);
  for (const { times } of Object.values(steps)) times.length = 0;
  const { lags, tookMs } = await follow(pool, query, {
    first: warmUpSeconds * perSecond,
    forSeconds: seconds,
  });
  const neo4jMs = (await cpuMs(neo4j.pid)) - neo4jBefore;
  const sorted = lags.toSorted((a, b) => a - b);
  const at = (share: number) => duration(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return [
    {
      what: `changes a second, for ${seconds} s`,
      figure: `${Math.round((lags.length / tookMs) * 1_000)} /s`,
      note: `${lags.length.toLocaleString('en-GB')} changes in ${steps.write.times.length} batches; processor time: Neo4j ${duration(neo4jMs)}`,
    },
    { what: 'from the commit until the graph shows it', figure: duration(median(lags)) },
    { what: '99 % of changes', figure: at(0.99), note: 'target 1 s' },
    { what: 'the slowest change', figure: at(1) },
    ...Object.entries(steps).map(([step, { times }]) => ({
      what: `${step} a batch`,
      figure: duration(median(times)),
      note: `slowest ${duration(Math.max(...times))}`,
    })),
  ];
}

/** Notes how long promises take. */
function timed() {
  const times: number[] = [];
  return {
    times,
    async of<T>(promise: Promise<T>): Promise<T> {
      const started = performance.now();
      const value = await promise;
      times.push(performance.now() - started);
      return value;
    },
  };
}

interface Work {
  /** The number of the first change: larger than all before. */
  readonly first: number;
  readonly forSeconds: number;
}

interface Followed {
  /** Milliseconds of each change. */
  readonly lags: readonly number[];
  /** From the first change to the last commit. */
  readonly tookMs: number;
}

/** Makes changes for a time, and waits until the graph has all of them. */
async function follow(pool: pg.Pool, query: RunQuery, work: Work): Promise<Followed> {
  const waiting = new Set<Change>();
  const lags: number[] = [];
  const made = makeChanges(pool, work, (change) => waiting.add(change));
  let isOver = false;
  const ended = made.finally(() => {
    isOver = true;
  });
  while (!isOver || waiting.size > 0) {
    const asked = [...waiting];
    const seen = await shown(query, new Set(asked.map(({ entity }) => entity)));
    const now = performance.now();
    for (const change of asked) {
      if ((seen.get(change.entity) ?? -1) < change.number) continue;
      lags.push(now - change.at);
      waiting.delete(change);
    }
    await pause(lookMs);
  }
  return { lags, tookMs: await ended };
}

/** The number of the last change that the graph has of each entity. */
async function shown(
  query: RunQuery,
  entities: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ id: unknown; number: string | null }>(
    `unwind $ids as id match (n:Entity {env: $env, id: id})
     where exists { (n)-[:submitted_to]->() } return n.id as id, n.p_bench as number`,
    { env, ids: [...entities].map(whole) },
  );
  return new Map(rows.map(({ id, number }) => [String(id), Number(number ?? -1)]));
}

/** @returns the time it took in milliseconds */
async function makeChanges(
  pool: pg.Pool,
  { first, forSeconds }: Work,
  committed: (change: Change) => void,
): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct p.id from entities p join relations r on r.source_id = p.id
       join entities k on k.id = r.relation_type_id and k.name = 'submitted_to'
     where p.entity_type = 'proposal' order by p.id limit 50`,
  );
  const started = performance.now();
  const changing: Promise<unknown>[] = [];
  const amount = forSeconds * perSecond;
  while (changing.length < amount) {
    const due = Math.min(amount, ((performance.now() - started) * perSecond) / 1_000);
    while (changing.length < due) {
      const number = first + changing.length;
      const change =
        number % 10 === 0
          ? add(pool, number)
          : set(pool, rows[number % rows.length]?.id ?? '', number);
      changing.push(change.then((entity) => committed({ number, entity, at: performance.now() })));
    }
    await pause(5);
  }
  await Promise.all(changing);
  return performance.now() - started;
}

// Numbers only grow, also when a later change of an entity commits first.
async function set(pool: pg.Pool, id: string, number: number): Promise<string> {
  await pool.query(
    `update entities set properties = properties || jsonb_build_object('bench',
       greatest($2::integer, (properties ->> 'bench')::integer)::text) where id = $1`,
    [id, number],
  );
  return id;
}

async function add(pool: pg.Pool, number: number): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with made as (
       insert into entities (entity_type, name, label, properties)
       values ('proposal', 'bench_' || gen_random_uuid(), 'Proposal', jsonb_build_object('title', 'Proposal', 'bench', $1::text))
       returning id)
     insert into relations (relation_type_id, source_id, target_id)
     select kind.id, made.id, committee.id from made,
       (select id from entities where entity_type = 'relation_type' and name = 'submitted_to') kind,
       (select id from entities where entity_type = 'tor' order by id limit 1) committee
     returning source_id as id`,
    [number],
  );
  return rows[0]?.id ?? '';
}
