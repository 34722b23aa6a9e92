import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export interface LeaseRequest {
  /** Digest of who asks. */
  readonly caller: Buffer;
  /** Requests of a window. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly now: Date;
}

/** Requests that a process may let through by itself. */
export interface Lease {
  /** When the window began, for all processes. */
  readonly begin: Date;
  /** 0: the window is used up. */
  readonly granted: number;
  /** What is left for further leases. */
  readonly free: number;
}

/**
 * A lease is such a part of what is left, rounded up: large ones while there is much, single
 * requests towards the end.
 */
const parts = 8;

/**
 * Takes a share of what a caller may still ask in this window, in one statement: however many
 * processes ask at once, together they get no more than the quota. The first request after a window
 * begins the next.
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

/** Removes what no longer counts. @returns how many there were */
export async function sweepLimits(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from api_limits where begun_at < ${new Date(now.getTime() - 3_600_000)}`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0n);
}
