import { sql } from 'kysely';
import { cypher, label, oneOf } from '../graph/index.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import {
  answersNow,
  by,
  isActiveCommittee,
  type RelationRead,
  type Source,
  type Stores,
} from '../relation-reads/index.ts';
import type { Committee, Dependency, GovernanceMap } from './map.ts';

const own = (key: string) => sql`coalesce(tor.properties ->> ${sql.lit(key)}, '')`;

/** R1: all active committees, by label (spec governance-map#data). */
const committees: RelationRead<Committee> = {
  sql: sql`(select coalesce(json_agg(json_build_object(
      'id', tor.id::text, 'name', tor.name, 'label', tor.label, 'status', coalesce(nullif(${own('status')}, ''), 'active'),
      'organization', ${own('organization')}, 'cadence', ${own('meeting_cadence')},
      'weekday', ${own('cadence_day')}, 'time', ${own('cadence_time')})), '[]')
    from entities tor where ${isActiveCommittee('tor')})`,
  cypher: cypher`
    match (tor:${label('tor')} {env: $env}) where tor.is_active and coalesce(tor.p_status, '') <> 'archived'
    return toString(tor.id) as id, tor.name as name, tor.label as label,
      case coalesce(tor.p_status, '') when '' then 'active' else tor.p_status end as status,
      coalesce(tor.p_organization, '') as organization, coalesce(tor.p_meeting_cadence, '') as cadence,
      coalesce(tor.p_cadence_day, '') as weekday, coalesce(tor.p_cadence_time, '') as time`,
  order: by(
    (each) => each.label.toLowerCase(),
    ({ id }) => Number(id),
  ),
};

/** R1: the dependencies of which both ends are active. */
const dependencies: RelationRead<Dependency> = {
  sql: sql`(select coalesce(json_agg(json_build_object(
      'id', way.id::text, 'source', way.source_id::text, 'target', way.target_id::text, 'kind', kind.name,
      'isBlocking', coalesce(way.properties ->> 'is_blocking' = 'true', false),
      'outputs', coalesce(way.properties ->> 'output_types', ''),
      'description', coalesce(way.properties ->> 'description', ''))), '[]')
    from relations way join entities kind on kind.id = way.relation_type_id
      join entities one on one.id = way.source_id and ${isActiveCommittee('one')}
      join entities other on other.id = way.target_id and ${isActiveCommittee('other')}
    where way.relation_type_id in (${relationTypeId('feeds_into')}, ${relationTypeId('escalates_to')}))`,
  cypher: cypher`
    match (one:${label('tor')} {env: $env})-[way:${oneOf('feeds_into', 'escalates_to')}]->(other:${label('tor')} {env: $env})
    where one.is_active and coalesce(one.p_status, '') <> 'archived'
      and other.is_active and coalesce(other.p_status, '') <> 'archived'
    return toString(way.rel_id) as id, toString(one.id) as source, toString(other.id) as target, type(way) as kind,
      coalesce(way.p_is_blocking = 'true', false) as isBlocking,
      coalesce(way.p_output_types, '') as outputs, coalesce(way.p_description, '') as description`,
  order: by(({ id }) => Number(id)),
};

/** The data of the map, for statements of other pages. */
export const mapReads = { committees, dependencies };

/** The map of the committees read: dependencies by the labels of their ends. */
export function mapOf({ committees: all, dependencies: ways }: GovernanceMap): GovernanceMap {
  const place = new Map(all.map(({ id }, at) => [id, at]));
  const placed = (id: string): number => place.get(id) ?? 0;
  const order = by<Dependency>(
    ({ source }) => placed(source),
    ({ target }) => placed(target),
    ({ id }) => Number(id),
  );
  return { committees: all, dependencies: ways.toSorted(order) };
}

/** Reads the map from the graph if that is current, else from PostgreSQL in one statement. */
export async function readMap(
  stores: Stores,
): Promise<{ readonly map: GovernanceMap; readonly source: Source }> {
  const { rows, source } = await answersNow(stores, mapReads);
  return { map: mapOf(rows), source };
}
