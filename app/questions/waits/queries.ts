import { sql } from 'kysely';
import { onlyRow } from '../../db/only-row.ts';
import { mayAskGraph, type Stores } from '../../relation-reads/index.ts';
import { offeredCommittees } from '../committee-queries.ts';
import type { Named } from '../named.ts';
import type { Asker } from '../question.ts';
import { type Seen, seenBy } from '../waiting-queries.ts';

/** The result of the first query of a page of waits. */
interface WaitScene {
  readonly isCurrent: boolean;
  readonly offered: readonly Named[];
  readonly sees: Seen;
}

/** Reads the committees to choose from, and where the asker sees items, in one statement. */
export async function readWaitScene(
  stores: Stores,
  asker: Asker,
  committee: string | undefined,
): Promise<WaitScene> {
  const { rows } = await sql<WaitScene>`
    select current."isCurrent", ${offeredCommittees(sql`${committee ?? null}::bigint`)} as offered,
      ${seenBy(asker, sql`current."isCurrent"`)} as sees
    from (select ${mayAskGraph(stores)} as "isCurrent") current`.execute(stores.db);
  return onlyRow(rows);
}
