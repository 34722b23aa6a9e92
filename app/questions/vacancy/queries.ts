import { sql } from 'kysely';
import { dayAt, holdsIn, inBody } from '../../authority/index.ts';
import { onlyRow } from '../../db/only-row.ts';
import { relatedBy } from '../../ontology/permissions.ts';
import { storedId } from '../../ontology/stored-id.ts';
import { isActiveCommittee, mayAskGraph, type Stores } from '../../relation-reads/index.ts';
import { offeredCommittees } from '../committee-queries.ts';
import type { Asker } from '../question.ts';
import { waitingItems } from '../waiting-queries.ts';
import type { Scene } from './scene.ts';

/**
 * Reads the committee that becomes vacant, or that of a position, with its items and meetings, in
 * one statement.
 */
export async function readScene(
  stores: Stores,
  asker: Asker,
  { committee, position }: { committee?: string | undefined; position?: string | undefined },
): Promise<Scene> {
  const day = dayAt(asker.now);
  const id =
    committee !== undefined || position === undefined
      ? sql`${committee ?? null}::bigint`
      : sql`(select of_position.target_id from relations of_position
          where of_position.source_id = ${position}::bigint and ${relatedBy('of_position', 'belongs_to_tor')}
          order by of_position.id limit 1)`;
  const leader = (
    key: string,
  ) => sql`(select json_build_object('id', led.id::text, 'label', led.label)
    from entities led where led.entity_type = 'user' and led.id = ${storedId(sql`meeting.properties ->> ${sql.lit(key)}`)})`;
  const seesMeetings = asker.permissions.has('workflow.manage')
    ? sql`true`
    : holdsIn(inBody('meetings.view'), asker, sql`chosen.id`, day);
  const { rows } = await sql<Scene>`
    with chosen as materialized (select t.id, t.label from entities t where t.id = ${id} and ${isActiveCommittee('t')})
    select ${mayAskGraph(stores)} as "isCurrent", ${day} as today, ${offeredCommittees(id)} as offered,
      (select json_build_object('id', chosen.id::text, 'label', chosen.label) from chosen) as committee,
      (select coalesce(json_agg(json_build_object('id', p.id::text, 'label', p.label,
          'capabilities', array(select given.key from jsonb_each_text(p.properties) given where given.key like 'can\\_%' and given.value = 'true' order by given.key))
          order by p.sort_order, p.label, p.id), '[]')
        from chosen join relations owns on owns.target_id = chosen.id and ${relatedBy('owns', 'belongs_to_tor')}
          join entities p on p.id = owns.source_id and p.entity_type = 'tor_function') as places,
      ${waitingItems(sql`tor.id = (select chosen.id from chosen)`, asker)} as items,
      (select coalesce(json_agg(json_build_object('id', coming.id::text, 'label', coming.label, 'date', coming.date,
          'chair', coming.chair, 'secretary', coming.secretary) order by coming.date, coming.id), '[]')
        from (
          select meeting.id, meeting.label, meeting.properties ->> 'meeting_date' as date,
            ${leader('chair_user_id')} as chair, ${leader('secretary_user_id')} as secretary
          from chosen join relations owns on owns.target_id = chosen.id and ${relatedBy('owns', 'belongs_to_tor')}
            join entities meeting on meeting.id = owns.source_id and meeting.entity_type = 'meeting'
          where ${seesMeetings} and meeting.properties ->> 'meeting_date' >= ${day}
            and coalesce(meeting.properties ->> 'status', 'projected') not in ('completed', 'cancelled')
          order by date, meeting.id limit 100) coming) as meetings`.execute(stores.db);
  return onlyRow(rows);
}
