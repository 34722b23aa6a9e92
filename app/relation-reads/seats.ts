import { type RawBuilder, sql } from 'kysely';
import { capabilities, type Day, includesDay, termsOf } from '../authority/index.ts';
import { type Cypher, cypher, type GraphRow, ids, label, oneOf, value } from '../graph/index.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { isActiveCommittee, isNodeOf, isOneOf, torIsActive } from './committees.ts';
import { type ReachQuery, reachedIn, reachedWith } from './reach.ts';
import { by, type RelationRead } from './read.ts';
import { type Fills, type Term, termsOn } from './terms.ts';

/** A position and its holder on a day, with the term of office. */
export interface Seat extends Term {
  readonly userId: string;
  readonly user: string;
  /** Whether the account is active. */
  readonly isActive: boolean;
  readonly positionId: string;
  readonly position: string;
  readonly committeeId: string;
  readonly committee: string;
  /** The capabilities of the position in its committee. */
  readonly capabilities: readonly string[];
}

/** A committee, and the direction and kinds to follow from it. */
export interface Start extends Pick<ReachQuery, 'direction' | 'kinds'> {
  readonly id: string;
}

/** Whose seats, and where; all if omitted. */
interface SeatQuery {
  /** YYYY-MM-DD */
  readonly day: string;
  /** In committees. */
  readonly committees?: readonly string[];
  readonly users?: readonly string[];
  /** Of those who fill a position of a committee, whenever; all seats that they have. */
  readonly around?: string;
  /** Of users who fill more than so many positions, whenever. */
  readonly moreThan?: number;
  /** In a committee and in those reached from it. */
  readonly reachedFrom?: Start;
}

/** The most users that a read of crowded ones returns. */
const mostCrowded = 500;

const fillsPosition = relationTypeId('fills_position');
const belongsToTor = relationTypeId('belongs_to_tor');

/**
 * R2 and R3: who fills which positions on a day, and what these allow there (spec graph#reads).
 */
export const seatsRead = (query: SeatQuery): RelationRead<Seat> => {
  const day: Day = sql<string>`${query.day}`;
  return {
    sql: sql`(
      select coalesce(json_agg(json_build_object(
        'userId', u.id::text, 'user', u.label, 'isActive', u.is_active,
        'positionId', position.id::text, 'position', position.label,
        'committeeId', tor.id::text, 'committee', tor.label,
        'capabilities', array(select allowed from unnest(${[...capabilities]}::text[]) allowed where position.properties ->> allowed = 'true'),
        'since', term.since, 'until', term.until, 'capacity', term.capacity)), '[]')
      from relations fills
        join entities u on u.id = fills.source_id and u.entity_type = 'user'
        join entities position on position.id = fills.target_id and position.entity_type = 'tor_function'
        join relations belongs on belongs.source_id = position.id and belongs.relation_type_id = ${belongsToTor}
        join entities tor on tor.id = belongs.target_id and ${isActiveCommittee('tor')}
        cross join lateral ${termsOf('fills')} term
      where fills.relation_type_id = ${fillsPosition} and ${includesDay('term', day)} and ${whichIn(query)})`,
    cypher: cypher`
      ${usersIn(query)}
      match (u:Entity:${label('user')} {env: $env})-[fills:${oneOf('fills_position')}]->(position:Entity:${label('tor_function')} {env: $env})
        -[:${oneOf('belongs_to_tor')}]->(tor:Entity:${label('tor')} {env: $env})
      where ${isNodeOf('u', query.users)} and ${isNodeOf('tor', query.committees)} and ${torIsActive}
        and (fills.p_terms is not null or (coalesce(fills.p_since, '') <= ${value('day', query.day)}
          and (coalesce(fills.p_until, '') = '' or fills.p_until >= ${value('day', query.day)})))
      return toString(u.id) as userId, u.label as user, u.is_active as isActive,
        toString(position.id) as positionId, position.label as position,
        toString(tor.id) as committeeId, tor.label as committee,
        [allowed in ${value('capabilities', [...capabilities])} where position['p_' + allowed] = 'true'] as capabilities,
        fills.p_since as since, fills.p_until as until, fills.p_capacity as capacity, fills.p_terms as terms`,
    rowsOf: (found) => found.flatMap((row) => seatsIn(row, query.day)),
    order: by(
      ({ committee }) => committee.toLowerCase(),
      ({ committeeId }) => Number(committeeId),
      ({ user }) => user.toLowerCase(),
      ({ userId }) => Number(userId),
      ({ positionId }) => Number(positionId),
      ({ since }) => since ?? '',
      ({ until }) => until ?? '9999-12-31',
      ({ capacity }) => capacity,
    ),
  };
};

function whichIn(query: SeatQuery): RawBuilder<boolean> {
  const { committees, users, around, moreThan, reachedFrom } = query;
  return sql<boolean>`(${isOneOf(sql`tor.id`, committees)} and ${isOneOf(sql`u.id`, users)}
    and ${around === undefined ? sql`true` : sql`u.id in (${usersAround(around)})`}
    and ${moreThan === undefined ? sql`true` : sql`u.id in (${crowded(moreThan)})`}
    and ${reachedFrom === undefined ? sql`true` : reachedOrStart(sql`tor.id`, reachedFrom)})`;
}

/** `select …`: users who fill a position of a committee, whenever. */
const usersAround = (committee: string) => sql`
  select near.source_id from relations near join relations within on within.source_id = near.target_id
  where within.target_id = ${committee} and within.relation_type_id = ${belongsToTor}
    and near.relation_type_id = ${fillsPosition}`;

/** `select …`: users who fill more than so many positions, whenever; most first. */
export const crowded = (moreThan: number) => sql`
  select many.source_id from relations many where many.relation_type_id = ${fillsPosition}
  group by many.source_id having count(*) > ${moreThan}
  order by count(*) desc, many.source_id limit ${sql.lit(mostCrowded)}`;

/** `match …`: binds `u` or `tor` before the pattern of seats, if the query narrows them. */
function usersIn({ around, moreThan, reachedFrom }: SeatQuery): Cypher {
  if (around !== undefined)
    return cypher`
      match (:Entity:${label('tor')} {env: $env, id: ${value('around', ids([around])[0])}})
        <-[:${oneOf('belongs_to_tor')}]-()<-[:${oneOf('fills_position')}]-(u)
      with distinct u`;
  if (moreThan !== undefined) return crowdedIn(moreThan);
  return reachedFrom === undefined ? cypher`` : torsFrom(reachedFrom);
}

/** Whether an id is that of a committee or of one reached from it. */
export const reachedOrStart = (id: RawBuilder<unknown>, { id: start, ...way }: Start) => sql`(
  ${id} = ${start} or ${id} in (${reachedWith({ ...way, from: [start] })} select reached.id from reached))`;

/** `call …`: the same committees as `tor`. */
export const torsFrom = ({ id, ...way }: Start): Cypher => cypher`
  call () {
    match (tor:Entity:${label('tor')} {env: $env, id: ${value('reached_from', ids([id])[0])}}) return tor
    union
    ${reachedIn({ ...way, from: [id] })}
    return tor
  }
  with distinct tor`;

/** `match …`: the same users as `crowded`, as `u`. */
export const crowdedIn = (moreThan: number): Cypher => cypher`
  match (u:Entity:${label('user')} {env: $env})
  with u, count { (u)-[:${oneOf('fills_position')}]->() } as filled
  where filled > ${value('more_than', ids([String(moreThan)])[0])}
  with u order by filled desc, u.id limit 500`;

function seatsIn(row: GraphRow, day: string): readonly Seat[] {
  const { since, until, capacity, terms, ...seat } = row as unknown as Seat & Fills;
  return termsOn({ since, until, capacity, terms }, day).map((term) => ({ ...seat, ...term }));
}
