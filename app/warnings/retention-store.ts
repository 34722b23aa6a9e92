import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';

/** Until when receipts in a final state are kept. */
export interface Kept {
  readonly resolvedSince: Date;
  readonly deletedSince: Date;
  /** Warnings without receipts that are older are removed. */
  readonly warningsSince: Date;
}

/** Removed at a time; the next run removes more. */
const most = 5_000;

const stored = (at: Date): string => at.toISOString().slice(0, 19);

/**
 * Removes receipts past their retention with their timelines, then warnings without receipts, in
 * the caller's transaction. A dismissed receipt of a state that still holds stays, because its owner
 * would be notified again. Returns how many receipts and warnings there were.
 */
export async function pruneReceipts(tx: Tx, kept: Kept): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with ended as materialized (
      select r.id from entities r
      where r.entity_type = 'warning_receipt' and (
        r.properties ->> 'status' = 'resolved' and r.properties ->> 'status_at' < ${stored(kept.resolvedSince)}
        or r.properties ->> 'status' = 'deleted' and r.properties ->> 'status_at' < ${stored(kept.deletedSince)}
          and not exists (
            select from relations about join entities w on w.id = about.target_id
            where about.source_id = r.id and ${relatedBy('about', 'for_warning')}
              and w.properties ->> 'status' = 'active' and w.properties ->> 'source_action' like 'scheduled.%'))
      limit ${most}),
    events as (
      delete from entities x using relations on_it, ended
      where on_it.target_id = ended.id and ${relatedBy('on_it', 'on_receipt')} and x.id = on_it.source_id)
    delete from entities r using ended where r.id = ended.id returning r.id`.execute(tx);
  const { rows: warnings } = await sql<{ id: string }>`
    delete from entities w where w.id in (
      select w.id from entities w where w.entity_type = 'warning' and w.created_at < ${kept.warningsSince}
        and not exists (select from relations about where about.target_id = w.id
          and ${relatedBy('about', 'for_warning')})
      order by w.id limit ${most})
    returning w.id`.execute(tx);
  return rows.length + warnings.length;
}
