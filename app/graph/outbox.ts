import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { withGraphLock } from './lock.ts';

/** Rows that one statement removes at most. */
const step = 10_000;

// The outbox says what changed since the last verified resync. Where there was none, or a later one failed, a full resync is due,
// which covers all; under the lock none is under way whose snapshot could be older than what goes.
const forgetSome = `
  delete from graph_outbox
  where seq in (select seq from graph_outbox order by seq limit $1)
    and not exists (
      select from (select distinct on (graph_env) verified from ledger.resyncs order by graph_env, id desc) latest where verified)`;

/**
 * Removes changes that no graph waits for, so that the outbox of an environment without a graph does not grow for ever. Gives back
 * how many went; none while a resync runs.
 */
export async function forgetUnneededChanges(pool: Pool): Promise<number> {
  try {
    return await withGraphLock(pool, async (client) => {
      let total = 0;
      for (;;) {
        const { rowCount } = await client.query(forgetSome, [step]);
        total += rowCount ?? 0;
        if ((rowCount ?? 0) < step) return total;
      }
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'resync_running') return 0;
    throw error;
  }
}
