import { sql } from 'kysely';
import { maySeeDecisions, readerAt } from '../../decisions/index.ts';
import { mayAskGraph, type Stores } from '../../relation-reads/index.ts';
import type { Asker } from '../question.ts';
import type { SeenDecisions } from './read.ts';

/** The result of the first query of a page of idle decisions. */
interface IdleScene {
  readonly isCurrent: boolean;
  readonly sees: SeenDecisions;
}

/** Reads whether the graph may answer, and where the asker sees decisions, in one statement. */
export async function readIdleScene(stores: Stores, asker: Asker): Promise<IdleScene> {
  const sees = (committee: Parameters<typeof maySeeDecisions>[1]) =>
    maySeeDecisions(readerAt(asker, asker.now), committee);
  const { rows } = await sql<IdleScene>`
    select current."isCurrent", json_build_object('all', ${sees(sql`null::bigint`)}, 'committees',
      case when current."isCurrent" then (
        select coalesce(json_agg(tor.id::text), '[]') from entities tor
        where tor.entity_type = 'tor' and not ${sees(sql`null::bigint`)} and ${sees(sql`tor.id`)}) else '[]' end) as sees
    from (select ${mayAskGraph(stores)} as "isCurrent") current`.execute(stores.db);
  return rows[0] ?? { isCurrent: false, sees: { all: false, committees: [] } };
}
