import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { inSavepoint } from '../../ontology/savepoint.ts';
import { isUnavailable } from '../../ontology/sqlstate.ts';

/**
 * Lets nothing, not even the checks of foreign keys, go on with a plan of when the tables were
 * small: they grow a thousandfold before anybody counts them again, and what read two pages would
 * read all of them for each row.
 */
export async function planForGrowth(tx: Tx): Promise<void> {
  await keepCountersOut(tx);
  await sql`discard plans`.execute(tx);
  await sql`set local enable_seqscan = off`.execute(tx);
}

/**
 * How long an import waits for somebody who counts, and for another import, which keeps them out as
 * well.
 */
const patience = '2s';

/**
 * Whoever counts rows while they come in (`autovacuum`) sees none of them, but all their pages:
 * from then on the planner takes full tables for empty ones. This lock stands in nobody else's way:
 * not in that of people who read and write, and an import that doesn't get it goes on.
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
