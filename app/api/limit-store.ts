import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export interface LeaseRequest {
  /** Digest of the caller. */
  readonly caller: Buffer;
  /** Requests per window. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly now: Date;
}

/** Requests that a process may admit without asking the database. */
export interface Lease {
  /** Start of the window, the same for all processes. */
  readonly begin: Date;
  /** 0 if the window is used up. */
  readonly granted: number;
  /** Remaining for further leases. */
  readonly free: number;
}

/**
 * A lease is this fraction of the remaining requests, rounded up: large at first, single requests
 * at the end.
 */
const parts = 8;

/**
 * Leases a share of a caller's remaining requests in this window, in one statement, so that
 * concurrent processes together never exceed the quota. The first request after a window starts the
 * next.
 */
export async function takeLease(
  db: Db,
  { caller, quota, windowSeconds, now }: LeaseRequest,
): Promise<Lease> {
  const first = Math.ceil(quota / parts);
  const isOver = sql`l.begun_at <= ${new Date(now.getTime() - windowSeconds * 1000)}`;
  const share = sql`ceil((${quota}::integer - l.taken) / ${parts}::numeric)::integer`;
  const { rows } = await sql<{ begin: Date; granted: number; taken: number }>`
    insert into api_limits as l (caller, begun_at, taken, granted) values (${caller}, ${now}, ${first}, ${first})
    on conflict (caller) do update set
      begun_at = case when ${isOver} then excluded.begun_at else l.begun_at end,
      granted = case when ${isOver} then excluded.granted else ${share} end,
      taken = case when ${isOver} then excluded.taken else l.taken + ${share} end
    returning begun_at as begin, granted, taken`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('An upsert returns its row.');
  return { begin: row.begin, granted: row.granted, free: quota - row.taken };
}

/** Deletes expired windows. @returns how many there were */
export async function sweepLimits(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from api_limits where begun_at < ${new Date(now.getTime() - 3_600_000)}`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0n);
}
