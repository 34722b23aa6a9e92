import { sql } from 'kysely';
import { listedDecisions, readerAt } from '../../decisions/index.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import type { Stores } from '../../relation-reads/index.ts';
import type { Asker } from '../question.ts';
import type { IdleDecision } from './idle-decision.ts';

/** The most decisions of an answer. */
const mostDecisions = sql.lit(1000);

/** `from …`: the action items `act` of the decision `d`. */
const actions = sql`from relations acts join entities act on act.id = acts.source_id and act.entity_type = 'action_item'
  where acts.target_id = d.id and acts.relation_type_id = ${relationTypeId('action_item_of')}`;

/**
 * Reads decisions in force that are older than some days and have no action item that is done, the
 * oldest first, in one statement (spec questions#idle-decisions).
 */
export async function listIdle(
  { db }: Pick<Stores, 'db'>,
  asker: Asker,
  days: number,
): Promise<readonly IdleDecision[]> {
  const reader = readerAt(asker, asker.now);
  const { select, from, where } = listedDecisions(reader, { standing: 'valid' });
  const { rows } = await sql<IdleDecision>`
    select listed.decision, listed.actions from (
      select ${select}, (select count(*)::integer ${actions}) as actions from ${from}
      where ${where} and not exists (select ${actions} and act.properties ->> 'status' = 'done')) listed
    where (listed.decision ->> 'at')::timestamptz <= ${asker.now}::timestamptz - make_interval(days => ${days}::integer)
    order by listed.decision ->> 'at', (listed.decision ->> 'id')::bigint limit ${mostDecisions}`.execute(
    db,
  );
  return rows;
}
