import { sql } from 'kysely';
import { type Day, isInForce } from '../authority/index.ts';
import { cypher, type GraphRow, label, oneOf } from '../graph/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { isActiveCommittee, isNodeOf, isOneOf } from './committees.ts';
import { reachedIn, reachedWith } from './reach.ts';
import { by, type RelationRead } from './read.ts';
import { type Fills, termsOn } from './terms.ts';

/** The holder of a position in a committee or downstream of it. */
export interface Affected {
  /** The committee. */
  readonly start: string;
  readonly userId: string;
  readonly user: string;
}

const all = { direction: 'downstream', kinds: ['feeds_into', 'escalates_to'] } as const;

/** R7: whom a warning about committees concerns (spec graph#reads). */
export const affectedRead = ({
  from,
  day,
}: {
  /** Ids of committees; omitted: all. */
  readonly from?: readonly string[];
  readonly day: string;
}): RelationRead<Affected> => {
  const on: Day = sql<string>`${day}`;
  const query = { ...all, ...(from === undefined ? {} : { from }) };
  return {
    sql: sql`(${reachedWith(query)}
      select coalesce(json_agg(found), '[]') from (
        select distinct concerned.start::text as start, u.id::text as "userId", u.label as "user"
        from (
            select near.id as start, near.id from entities near where ${isActiveCommittee('near')} and ${isOneOf(sql`near.id`, from)}
            union select reached.start, reached.id from reached) concerned
          join relations belongs on belongs.target_id = concerned.id and ${relatedBy('belongs', 'belongs_to_tor')}
          join entities position on position.id = belongs.source_id and position.entity_type = 'tor_function'
          join relations fills on fills.target_id = position.id and ${relatedBy('fills', 'fills_position')}
          join entities u on u.id = fills.source_id and u.entity_type = 'user'
        where ${isInForce('fills', on)}) found)`,
    cypher: cypher`
      call () {
        match (start:Entity:${label('tor')} {env: $env})
        where start.is_active and coalesce(start.p_status, '') <> 'archived' and ${isNodeOf('start', from)}
        return start, start as tor
        union
        ${reachedIn(query)}
        return start, tor
      }
      with distinct start, tor
      match (u:${label('user')})-[fills:${oneOf('fills_position')}]->(:${label('tor_function')})-[:${oneOf('belongs_to_tor')}]->(tor)
      return toString(start.id) as start, toString(u.id) as userId, u.label as user,
        collect(distinct {since: fills.p_since, until: fills.p_until, capacity: fills.p_capacity, terms: fills.p_terms}) as filled`,
    rowsOf: (found) => found.flatMap((row) => affectedIn(row, day)),
    order: by(
      ({ start }) => Number(start),
      ({ user }) => user.toLowerCase(),
      ({ userId }) => Number(userId),
    ),
  };
};

function affectedIn(row: GraphRow, day: string): readonly Affected[] {
  const { filled, ...affected } = row as unknown as Affected & {
    readonly filled: readonly Fills[];
  };
  return filled.some((fills) => termsOn(fills, day).length > 0) ? [affected] : [];
}
