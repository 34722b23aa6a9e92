import type pg from 'pg';
import { namedInRow } from './outbox.ts';

/** State of an environment's graph, as known to the database; Neo4j is not queried. */
export interface GraphStatus {
  /** `in sync`: the last resync was verified and every change since is in the graph. */
  readonly state: 'in sync' | 'stale' | 'never synced';
  readonly inSync: boolean;
  /** Changes not in the graph yet; counted up to 10,000. */
  readonly waiting: number;
  /** Changes that the graph refused; they are in none of its later states. */
  readonly dead: number;
  /** When changes were last applied, ISO 8601. */
  readonly appliedAt?: string;
  /** Of the last resync, verified or not; absent if there was none. */
  readonly generation?: string;
  readonly verified?: boolean;
  readonly nodes?: number;
  readonly relationships?: number;
  readonly digest?: string;
  /** When it ended, ISO 8601. */
  readonly at?: string;
}

interface StatusRow {
  readonly waiting: string;
  readonly dead: string;
  readonly applied_at: Date | null;
  readonly generation: string | null;
  readonly verified: boolean;
  readonly nodes: string;
  readonly relationships: string;
  readonly digest: string;
  readonly finished_at: Date;
}

/**
 * State of `env` from the ledger and the outbox, in one query. A running resync does not change it
 * until it ends.
 */
export async function graphStatus({
  pool,
  env,
}: {
  pool: pg.Pool;
  env: string;
}): Promise<GraphStatus> {
  const { rows } = await pool.query<StatusRow>(
    `select o.waiting, (select count(*) from graph_outbox_dead) as dead,
       (select applied_at from graph_relay where graph_env = $1) as applied_at,
       r.generation, r.verified, r.nodes, r.relationships, r.digest, r.finished_at
     from (select least(10000, coalesce(sum(named), 0)) as waiting
       from (select ${namedInRow} as named from graph_outbox limit 10000) capped) o
     left join lateral (select * from ledger.resyncs where graph_env = $1 order by id desc limit 1) r on true`,
    [env],
  );
  const [row] = rows;
  const waiting = Number(row?.waiting ?? 0);
  const dead = Number(row?.dead ?? 0);
  if (!row || row.generation === null)
    return { state: 'never synced', inSync: false, waiting, dead };
  const { generation, verified, digest } = row;
  const inSync = verified && waiting === 0 && dead === 0;
  return {
    state: inSync ? 'in sync' : 'stale',
    inSync,
    waiting,
    dead,
    ...(row.applied_at && { appliedAt: row.applied_at.toISOString() }),
    generation,
    verified,
    nodes: Number(row.nodes),
    relationships: Number(row.relationships),
    digest,
    at: row.finished_at.toISOString(),
  };
}
