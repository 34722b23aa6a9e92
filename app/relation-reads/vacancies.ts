import { sql } from 'kysely';
import { type Day, includesDay, termsOf } from '../authority/index.ts';
import { cypher, type GraphRow, label, oneOf, value } from '../graph/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { isActiveCommittee, tor, torIsActive } from './committees.ts';
import { by, type RelationRead } from './read.ts';
import { type Fills, termsOn } from './terms.ts';

/** A mandatory position that no one fills on a day; a substitute fills none. */
export interface Vacancy {
  readonly positionId: string;
  readonly position: string;
  readonly committeeId: string;
  readonly committee: string;
}

/** R4: vacant mandatory positions of active committees (spec graph#reads, positions#vacancies). */
export const vacanciesRead = (day: string): RelationRead<Vacancy> => {
  const on: Day = sql<string>`${day}`;
  return {
    sql: sql`(
      select coalesce(json_agg(json_build_object('positionId', position.id::text, 'position', position.label,
        'committeeId', tor.id::text, 'committee', tor.label)), '[]')
      from entities position
        join relations belongs on belongs.source_id = position.id and ${relatedBy('belongs', 'belongs_to_tor')}
        join entities tor on tor.id = belongs.target_id and ${isActiveCommittee('tor')}
      where position.entity_type = 'tor_function' and position.properties ->> 'membership_type' = 'mandatory'
        and not exists (
          select from relations fills join entities u on u.id = fills.source_id and u.entity_type = 'user'
            cross join lateral ${termsOf('fills')} term
          where fills.target_id = position.id and ${relatedBy('fills', 'fills_position')}
            and term.capacity <> 'substitute_for' and ${includesDay('term', on)}))`,
    cypher: cypher`
      match (position:Entity:${label('tor_function')} {env: $env})-[:${oneOf('belongs_to_tor')}]->${tor}
      where position.p_membership_type = 'mandatory' and ${torIsActive}
        and not exists {
          (:${label('user')})-[fills:${oneOf('fills_position')}]->(position)
          where fills.p_terms is null and coalesce(fills.p_capacity, '') <> 'substitute_for'
            and coalesce(fills.p_since, '') <= ${value('day', day)}
            and (coalesce(fills.p_until, '') = '' or fills.p_until >= ${value('day', day)}) }
      return toString(position.id) as positionId, position.label as position,
        toString(tor.id) as committeeId, tor.label as committee,
        [(:${label('user')})-[fills:${oneOf('fills_position')}]->(position) | {since: fills.p_since, until: fills.p_until,
          capacity: fills.p_capacity, terms: fills.p_terms}] as filled`,
    rowsOf: (found) => found.flatMap((row) => vacantIn(row, day)),
    order: by(
      ({ committee }) => committee.toLowerCase(),
      ({ committeeId }) => Number(committeeId),
      ({ position }) => position.toLowerCase(),
      ({ positionId }) => Number(positionId),
    ),
  };
};

function vacantIn(row: GraphRow, day: string): readonly Vacancy[] {
  const { filled, ...vacancy } = row as unknown as Vacancy & { readonly filled: readonly Fills[] };
  const isFilled = filled.some((fills) =>
    termsOn(fills, day).some(({ capacity }) => capacity !== 'substitute_for'),
  );
  return isFilled ? [] : [vacancy];
}
