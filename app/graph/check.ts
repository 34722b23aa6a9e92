import type { Driver } from 'neo4j-driver';
import type pg from 'pg';
import { AppError } from '../errors.ts';
import type { WorkLog } from '../log.ts';
import { graphQueries, type RunQuery } from './driver.ts';
import { heal } from './heal.ts';
import { withWriterLock } from './lock.ts';
import { type DatabaseUnit, databasePage, type GraphUnit, graphPage, isEqual } from './units.ts';
import { markStale, wasVerified } from './verification.ts';

export interface CheckOptions {
  readonly pool: pg.Pool;
  readonly driver: Driver;
  readonly env: string;
  readonly now: () => Date;
  readonly log: Omit<WorkLog, 'debug'>;
  readonly signal?: AbortSignal;
  /** Entities compared at a time. @default 1,000 */
  readonly pageSize?: number;
  /** Entities that may differ before only a resync helps. @default 10,000 */
  readonly mostCandidates?: number;
  /** Time limit per statement, in milliseconds. @default 30,000 */
  readonly deadlineMs?: number;
}

/** Entities looked at again as the only writer, per turn. */
const turnSize = 200;

/**
 * Compares the graph with the database, without holding up either, then looks again at what
 * differs as the only writer, and corrects it (spec graph#check). What the outbox names is not
 * wrong, only late. Without a verified resync, or without Neo4j, there is nothing to compare.
 * Throws `graph_failed` for what the graph does not accept.
 * @returns how many nodes and relationships were corrected
 */
export async function checkGraph(options: CheckOptions): Promise<number> {
  const { pool, env, log } = options;
  if (!(await wasVerified(pool, env))) return 0;
  try {
    return await compareAndHeal(options);
  } catch (error) {
    if (!(error instanceof AppError) || !passing.has(error.code)) throw error;
    log.warn({ env, err: error }, 'the graph could not be checked');
    return 0;
  }
}

/** Reasons that pass by themselves, or that the relay reports. */
const passing = new Set(['graph_unreachable', 'graph_refused', 'graph_fenced', 'resync_running']);

async function compareAndHeal(options: CheckOptions): Promise<number> {
  const { pool, driver, env, now, log, deadlineMs = 30_000, mostCandidates = 10_000 } = options;
  const started = now();
  const query = graphQueries(driver, deadlineMs);
  const seen = { nodes: 0, relationships: 0 };
  const candidates: string[] = [];
  for await (const { wanted, found } of pairs(options, query)) {
    for (const { relations } of wanted.values()) seen.relationships += relations.length;
    seen.nodes += wanted.size;
    for (const id of new Set([...wanted.keys(), ...found.keys()]))
      if (!isEqual(wanted.get(id), found.get(id))) candidates.push(id);
    if (candidates.length > mostCandidates) {
      await withWriterLock(pool, (client) => markStale(client, env));
      log.error({ env, ...seen }, 'the graph needs a resync');
      return 0;
    }
  }
  const healed = new Map<string, number>();
  for (let turn = 0; turn < candidates.length; turn += turnSize) {
    options.signal?.throwIfAborted();
    const ids = candidates.slice(turn, turn + turnSize);
    const kinds = await withWriterLock(pool, (client) =>
      heal({ client, driver, query, env, deadlineMs }, ids),
    );
    for (const kind of kinds) healed.set(kind, (healed.get(kind) ?? 0) + 1);
  }
  const total = [...healed.values()].reduce((sum, amount) => sum + amount, 0);
  await noteCheck(options, { ...seen, started, total, kinds: [...healed.keys()].sort() });
  const facts = { env, ...seen, healed: Object.fromEntries(healed) };
  if (total > 0) log.warn(facts, 'graph corrected');
  else log.info(facts, 'graph equals database');
  return total;
}

interface Pair {
  readonly wanted: ReadonlyMap<string, DatabaseUnit>;
  readonly found: ReadonlyMap<string, GraphUnit>;
}

const highest = '9223372036854775807';

/** Both stores in ranges of ids. */
async function* pairs(
  { pool, env, signal, pageSize = 1_000 }: CheckOptions,
  query: RunQuery,
): AsyncGenerator<Pair> {
  let after = '-1';
  for (;;) {
    signal?.throwIfAborted();
    const wanted = await databasePage(pool, env, { after, size: pageSize });
    const through = wanted.size < pageSize ? highest : ([...wanted.keys()].at(-1) ?? highest);
    const found = new Map<string, GraphUnit>();
    for (let from = after; ; ) {
      const page = await graphPage(query, env, { after: from, through, size: pageSize });
      for (const [id, unit] of page) found.set(id, unit);
      const last = [...page.keys()].at(-1);
      if (last === undefined || page.size < pageSize) break;
      from = last;
    }
    yield { wanted, found };
    if (through === highest) return;
    after = through;
  }
}

interface Outcome {
  readonly nodes: number;
  readonly relationships: number;
  readonly started: Date;
  readonly total: number;
  readonly kinds: readonly string[];
}

/** Keeps the checks that corrected something, and the others of a week. */
async function noteCheck(
  { pool, env }: CheckOptions,
  { nodes, relationships, started, total, kinds }: Outcome,
): Promise<void> {
  await pool.query(
    `with former as (
       delete from graph_checks where healed = 0 and checked_at < $3::timestamptz - interval '7 days'),
     -- Refused changes are in the graph now: nothing differs.
     settled as (delete from graph_outbox_dead where died_at < $3)
     insert into graph_checks (graph_env, nodes, checked_at, relationships, healed, kinds)
     values ($1, $2, $3, $4, $5, $6)`,
    [env, nodes, started, relationships, total, kinds],
  );
}
