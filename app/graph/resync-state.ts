import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { resyncKey } from './lock.ts';
import { namedInRow } from './outbox.ts';

/** The graph of an environment as an administrator sees it. */
export interface ResyncState {
  /** Of the last resync; `none` if there was none yet. */
  readonly status: 'none' | 'running' | 'done' | 'failed';
  readonly generation: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly nodes: number | null;
  readonly relationships: number | null;
  /** Stale nodes and relationships that it removed. */
  readonly deleted: number | null;
  readonly error: string | null;
  /** Changes that are not in the graph yet; counted up to 10,000. */
  readonly waiting: number;
  readonly oldestAt: Date | null;
  /** Changes that the graph refused. */
  readonly dead: number;
  /** When changes were last applied. */
  readonly appliedAt: Date | null;
  readonly checkedAt: Date | null;
}

type Row = Omit<ResyncState, 'status'> & {
  readonly verified: boolean | null;
  readonly job: string | null;
  readonly lastError: string | null;
  readonly endedAt: Date | null;
};

/** Whether a job waits or runs, or a command rebuilds the graph. */
export async function isResyncing(db: Db): Promise<boolean> {
  const { rows } = await sql<{ queued: boolean; free: boolean }>`
    select exists (select from jobs where kind = 'graph.resync' and state in ('waiting', 'running')) as queued,
      pg_try_advisory_xact_lock(hashtextextended(${resyncKey}, 0)) as free`.execute(db);
  return rows[0]?.queued === true || rows[0]?.free === false;
}

/** The id of the newest job that rebuilds the graph. */
export async function resyncJobOf(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from jobs where kind = 'graph.resync' order by id desc limit 1`.execute(db);
  return rows[0]?.id;
}

/** The state of the graph of `env`, in one statement. */
export async function readResyncState(db: Db, env: string): Promise<ResyncState> {
  const { rows } = await sql<Row>`
    select r.generation, r.verified, r.started_at as "startedAt", r.finished_at as "finishedAt",
      r.nodes::float8 as nodes, r.relationships::float8 as relationships, r.deleted::float8 as deleted,
      j.state as job, j.last_error as "lastError", j.finished_at as "endedAt",
      (select least(10000, coalesce(sum(named), 0))::integer
        from (select ${sql.raw(namedInRow)} as named from graph_outbox limit 10000) capped) as waiting,
      (select min(created_at) from graph_outbox) as "oldestAt",
      (select count(*)::integer from graph_outbox_dead) as dead,
      (select applied_at from graph_relay where graph_env = ${env}) as "appliedAt",
      (select max(checked_at) from graph_checks where graph_env = ${env}) as "checkedAt"
    from (select 1) one
    left join lateral (select * from ledger.resyncs where graph_env = ${env} order by id desc limit 1) r on true
    left join lateral (select * from jobs where kind = 'graph.resync' order by id desc limit 1) j on true`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  const { verified, job, lastError, endedAt, ...state } = row;
  const isRunning = job === 'waiting' || job === 'running';
  // A job that failed after the last resync that was recorded, such as one that never began.
  const hasFailed =
    job === 'dead' &&
    (state.finishedAt === null || endedAt === null || endedAt >= state.finishedAt);
  const status = isRunning
    ? 'running'
    : hasFailed || verified === false
      ? 'failed'
      : verified
        ? 'done'
        : 'none';
  return { ...state, status, error: status === 'failed' ? lastError : null };
}
