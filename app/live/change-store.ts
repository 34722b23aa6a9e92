import { sql } from 'kysely';
import { type Db, writtenRows } from '../db/database.ts';

/** A row of the log of changes. */
export interface Change {
  /** Id of the user, the session or the committee that it concerns. */
  readonly subject: string;
  /**
   * `warning` (a receipt is unread), `resolved`, `notification`, `unread` (a number changed),
   * `session` (it ended), or the type of a committee's item.
   */
  readonly kind: string;
  /** Id of the warning, notification or item. */
  readonly item: string | null;
  readonly isNew: boolean;
  /** The transaction that made it. */
  readonly xid: string;
}

/** Changes that a reader has not seen, and the snapshot that contains them. */
export interface Later {
  readonly snapshot: string;
  readonly changes: readonly Change[];
}

/** Changes that a snapshot did not contain: rows of `live_changes c`. */
export const isAfter = (snapshot: ReturnType<typeof sql>) =>
  sql`c.xid >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(c.xid, ${snapshot})`;

/**
 * Changes that were not visible in a snapshot, in one statement (spec live#changes).
 * @param since `undefined`: none, only where the log stands now
 */
export async function readChanges(db: Db, since: string | undefined): Promise<Later> {
  if (since === undefined) {
    const { rows } = await sql<{
      snapshot: string;
    }>`select pg_current_snapshot()::text as snapshot`.execute(db);
    return { snapshot: rows[0]?.snapshot ?? '', changes: [] };
  }
  const { rows } = await sql<{ snapshot: string } & (Change | { readonly subject: null })>`
    select seen.snapshot::text as snapshot, c.subject, c.kind, c.item, c.is_new as "isNew", c.xid
    from (select pg_current_snapshot() as snapshot) seen
      left join live_changes c on ${isAfter(sql`${since}::pg_snapshot`)}
    order by c.id`.execute(db);
  return {
    snapshot: rows[0]?.snapshot ?? since,
    changes: rows.flatMap((row) => (row.subject === null ? [] : [row])),
  };
}

/** How long the log is kept. A reader who was away for longer gets the state only. */
const keptMs = 60 * 60_000;

/** Removes old changes. Returns how many. */
export async function pruneChanges(db: Db): Promise<number> {
  return writtenRows(
    db,
    sql`
    delete from live_changes where at < now() - ${keptMs / 1000}::integer * interval '1 second'`,
  );
}
