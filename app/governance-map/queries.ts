import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { GovernanceMap } from './map.ts';

const own = (key: string) => sql`coalesce(e.properties ->> ${sql.lit(key)}, '')`;

/**
 * Reads all active committees by label, and the dependencies of which both ends are active by their
 * labels, in one statement with one row (spec governance-map#data).
 */
export async function readMap(db: Db): Promise<GovernanceMap> {
  const { rows } = await sql<GovernanceMap>`
    with active as materialized (
      select e.*, lower(e.label) as place from entities e
      where e.entity_type = 'tor' and e.is_active and ${own('status')} <> 'archived')
    select
      (select coalesce(json_agg(json_build_object(
          'id', e.id::text, 'name', e.name, 'label', e.label, 'status', coalesce(nullif(${own('status')}, ''), 'active'),
          'organization', ${own('organization')}, 'cadence', ${own('meeting_cadence')},
          'weekday', ${own('cadence_day')}, 'time', ${own('cadence_time')}) order by e.place, e.id), '[]')
        from active e) as committees,
      (select coalesce(json_agg(json_build_object(
          'id', r.id::text, 'source', r.source_id::text, 'target', r.target_id::text, 'kind', t.name,
          'isBlocking', coalesce(r.properties ->> 'is_blocking' = 'true', false),
          'outputs', coalesce(r.properties ->> 'output_types', ''),
          'description', coalesce(r.properties ->> 'description', '')) order by s.place, g.place, r.id), '[]')
        from relations r join entities t on t.id = r.relation_type_id
          join active s on s.id = r.source_id join active g on g.id = r.target_id
        where r.relation_type_id in (${relationTypeId('feeds_into')}, ${relationTypeId('escalates_to')})) as dependencies`.execute(
    db,
  );
  return rows[0] ?? { committees: [], dependencies: [] };
}
