import { sql } from 'kysely';
import { type Db, writtenRows } from '../db/database.ts';

/** Seconds in which requests are counted together. */
export const windowSeconds = 60;

export interface Counted {
  /** When the window began. */
  readonly begin: Date;
  /** Requests in it, with this one. */
  readonly requests: number;
}

/**
 * Counts a request, in one statement, so that concurrent requests to any replica count once each.
 * The first request after the end of a window begins the next.
 * @param caller digest of the token, the user or the address
 */
export async function countRequest(db: Db, caller: Buffer, now: Date): Promise<Counted> {
  const isOver = sql`l.begun_at <= ${new Date(now.getTime() - windowSeconds * 1000)}`;
  const { rows } = await sql<Counted>`
    insert into api_limits as l (caller, begun_at, requests) values (${caller}, ${now}, 1)
    on conflict (caller) do update set
      begun_at = case when ${isOver} then excluded.begun_at else l.begun_at end,
      requests = case when ${isOver} then 1 else l.requests + 1 end
    returning begun_at as begin, requests`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('An upsert returns its row.');
  return row;
}

/** Deletes windows that ended an hour ago. Returns their number. */
export async function sweepLimits(db: Db, now: Date): Promise<number> {
  return writtenRows(
    db,
    sql`delete from api_limits where begun_at < ${new Date(now.getTime() - 3_600_000)}`,
  );
}
