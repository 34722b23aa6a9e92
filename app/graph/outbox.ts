import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { withGraphLock } from './lock.ts';

/** How many entities or relations an outbox row names: those created together share a row. */
export const namedInRow = '(coalesce(last_id - coalesce(entity_id, relation_id), 0) + 1)';

/** Maximum number of rows deleted per statement. */
const step = 10_000;

// The outbox lists what changed since a verified resync and was not relayed yet. If there was no
// resync, or a later one failed, nothing is relayed, and a full resync is due, which covers
// everything; the lock excludes a running resync whose snapshot could be older than the deleted
// rows.
const forgetSome = `
  with gone as (
    delete from graph_outbox
    where seq in (select seq from graph_outbox order by seq limit $1)
      and not exists (
        select from (select distinct on (graph_env) verified from ledger.resyncs order by graph_env, id desc) latest where verified)
    returning entity_id, relation_id, last_id)
  select count(*)::integer as rows, coalesce(sum(${namedInRow}), 0)::integer as changes from gone`;

/**
 * Deletes changes that no graph needs, so that the outbox of an environment without a graph stays
 * small. Returns how many were deleted; none while a resync runs.
 */
export async function forgetUnneededChanges(pool: Pool, signal?: AbortSignal): Promise<number> {
  try {
    return await withGraphLock(pool, async (client) => {
      let total = 0;
      for (;;) {
        signal?.throwIfAborted();
        const { rows } = await client.query<{ rows: number; changes: number }>(forgetSome, [step]);
        total += rows[0]?.changes ?? 0;
        if ((rows[0]?.rows ?? 0) < step) return total;
      }
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'resync_running') return 0;
    throw error;
  }
}
