import { sql } from 'kysely';
import { dayAt } from '../../authority/index.ts';
import { onlyRow } from '../../db/only-row.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import { isActiveCommittee, mayAskGraph, type Stores } from '../../relation-reads/index.ts';
import { offeredCommittees, onlyCommittee } from '../committee-queries.ts';
import type { Asker } from '../question.ts';
import { waitingItems } from '../waiting-queries.ts';
import type { Origin } from './origin.ts';

/**
 * Reads the committee where an escalation begins, or that of an item, in one statement. Without
 * either it is the only one that concerns the asker, if there is such a one.
 */
export async function readOrigin(
  stores: Stores,
  asker: Asker,
  { committee, item }: { committee?: string | undefined; item?: string | undefined },
): Promise<Origin> {
  const id =
    committee !== undefined
      ? sql`${committee}::bigint`
      : item === undefined
        ? onlyCommittee(asker)
        : sql`(select owns.target_id from relations owns where owns.source_id = ${item}::bigint
          and owns.relation_type_id in (${relationTypeId('suggested_to')}, ${relationTypeId('submitted_to')}, ${relationTypeId('belongs_to_tor')})
          order by owns.id limit 1)`;
  const { rows } = await sql<Origin>`
    with chosen as materialized (select t.id, t.label from entities t where t.id = ${id} and ${isActiveCommittee('t')})
    select ${mayAskGraph(stores)} as "isCurrent", ${dayAt(asker.now)} as today, ${offeredCommittees(id)} as offered,
      (select json_build_object('id', chosen.id::text, 'label', chosen.label) from chosen) as committee,
      ${waitingItems(sql`tor.id = (select chosen.id from chosen)`, asker)} as items`.execute(
    stores.db,
  );
  return onlyRow(rows);
}
