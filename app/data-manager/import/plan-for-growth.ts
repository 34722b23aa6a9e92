import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { inSavepoint } from '../../ontology/savepoint.ts';
import { isUnavailable } from '../../ontology/sqlstate.ts';

/**
 * Prevents cached plans from the time the tables were small, including those of foreign key checks:
 * an import grows tables a thousandfold before new statistics exist, and a sequential scan of two
 * pages would become a full scan per row.
 */
export async function planForGrowth(tx: Tx): Promise<void> {
  await keepCountersOut(tx);
  await sql`discard plans`.execute(tx);
  await sql`set local enable_seqscan = off`.execute(tx);
}

/**
 * How long an import waits for a running `autovacuum`, and for another import, which also keeps it
 * out.
 */
const patience = '2s';

/**
 * `autovacuum` during an import sees the pages but not the uncommitted rows: from then on the
 * planner takes full tables for empty ones. This lock blocks neither readers nor writers, and an
 * import that cannot get it continues.
 */
async function keepCountersOut(tx: Tx): Promise<void> {
  try {
    await inSavepoint(tx, async () => {
      await sql`set local lock_timeout = ${sql.lit(patience)}`.execute(tx);
      await sql`lock table entities, relations in share update exclusive mode`.execute(tx);
      await sql`set local lock_timeout to default`.execute(tx);
    });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
}
