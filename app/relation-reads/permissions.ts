import { sql } from 'kysely';
import { cypher, label, oneOf } from '../graph/index.ts';
import { grantsOf, relatedBy } from '../ontology/permissions.ts';
import { isNodeOf, isOneOf } from './committees.ts';
import { by, type RelationRead } from './read.ts';
import { crowded, crowdedIn, reachedOrStart, type Start, torsFrom } from './seats.ts';

/** The permissions of a user by roles; users without permissions are left out. */
export interface Permissions {
  readonly userId: string;
  /** Codes, sorted. */
  readonly codes: readonly string[];
}

/** R6: the permissions of active users by their active roles (spec graph#reads). */
export const permissionsRead = ({
  users,
  moreThan,
  reachedFrom,
}: {
  /** Omitted: all. */
  readonly users?: readonly string[];
  /** Only users who fill more than so many positions, whenever. */
  readonly moreThan?: number;
  /** Only users who fill a position in a committee or in those reached from it, whenever. */
  readonly reachedFrom?: Start;
}): RelationRead<Permissions> => ({
  sql: sql`(
    select coalesce(json_agg(json_build_object('userId', u.id::text, 'codes', granted.codes)), '[]')
    from entities u
      cross join lateral (select array_agg(each.code order by each.code collate "C") as codes from (select distinct code from ${grantsOf(sql`u.id`)}) each) granted
    where u.entity_type = 'user' and u.is_active and granted.codes is not null and ${isOneOf(sql`u.id`, users)}
      and ${moreThan === undefined ? sql`true` : sql`u.id in (${crowded(moreThan)})`}
      and ${reachedFrom === undefined ? sql`true` : sql`u.id in (${usersIn(reachedFrom)})`})`,
  cypher: cypher`
    ${moreThan === undefined ? cypher`` : crowdedIn(moreThan)}
    ${
      reachedFrom === undefined
        ? cypher``
        : cypher`
      ${torsFrom(reachedFrom)}
      match (tor)<-[:${oneOf('belongs_to_tor')}]-()<-[:${oneOf('fills_position')}]-(u)
      with distinct u`
    }
    match (u:Entity:${label('user')} {env: $env})-[:${oneOf('has_role')}]->(role:${label('role')} where role.is_active)
      -[:${oneOf('has_permission')}]->(permission:${label('permission')} where permission.is_active)
    where u.is_active and ${isNodeOf('u', users)}
    with u, permission.name as code order by code
    return toString(u.id) as userId, collect(distinct code) as codes`,
  order: by(({ userId }) => Number(userId)),
});

/** `select …`: users who fill a position in a committee or in those reached from it, whenever. */
const usersIn = (start: Start) => sql`
  select near.source_id from relations near join relations belongs on belongs.source_id = near.target_id
  where ${relatedBy('near', 'fills_position')} and ${relatedBy('belongs', 'belongs_to_tor')}
    and ${reachedOrStart(sql`belongs.target_id`, start)}`;
