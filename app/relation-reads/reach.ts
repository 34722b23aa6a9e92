import { type RawBuilder, sql } from 'kysely';
import { cypher, label, oneOf } from '../graph/index.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { isActiveCommittee, isNodeOf, isOneOf, torIsActive } from './committees.ts';
import { by, type RelationRead } from './read.ts';

/** A committee that is reached from another one along dependencies. */
export interface Reached {
  readonly start: string;
  readonly id: string;
  readonly label: string;
  /** Length of the shortest way. */
  readonly steps: number;
  /** Whether there is a way of blocking dependencies only. */
  readonly isBlocking: boolean;
}

type DependencyKind = 'feeds_into' | 'escalates_to';

export interface ReachQuery {
  /** Ids of committees; omitted: all. */
  readonly from?: readonly string[];
  readonly direction: 'downstream' | 'upstream';
  readonly kinds: readonly [DependencyKind, ...DependencyKind[]];
}

/** Longer ways are not followed. */
const mostSteps = 10;

/**
 * `with recursive … (start, id, steps, is_blocking)`: the reached committees. A committee in a
 * circle reaches itself.
 */
export const reachedWith = ({ from, direction, kinds }: ReachQuery): RawBuilder<unknown> => {
  const [near, far] = direction === 'downstream' ? ['source', 'target'] : ['target', 'source'];
  return sql`with recursive edge as materialized (
      select way.${sql.ref(`${near}_id`)} as near, way.${sql.ref(`${far}_id`)} as far,
        coalesce(way.properties ->> 'is_blocking' = 'true', false) as is_blocking
      from relations way
        join entities one on one.id = way.source_id and ${isActiveCommittee('one')}
        join entities other on other.id = way.target_id and ${isActiveCommittee('other')}
      where way.relation_type_id in (${sql.join(kinds.map(relationTypeId))})),
    reached (start, id, steps, is_blocking) as (
      select edge.near, edge.far, 1, edge.is_blocking from edge where ${isOneOf(sql`edge.near`, from)}
      union
      select reached.start, edge.far, reached.steps + 1, reached.is_blocking and edge.is_blocking
      from reached join edge on edge.near = reached.id where reached.steps < ${sql.lit(mostSteps)})`;
};

/** R5: committees upstream or downstream of others, at any distance (spec graph#reads). */
export const reachRead = (query: ReachQuery): RelationRead<Reached> => ({
  sql: sql`(${reachedWith(query)}
    select coalesce(json_agg(found), '[]') from (
      select reached.start::text as start, reached.id::text as id, named.label,
        min(reached.steps) as steps, bool_or(reached.is_blocking) as "isBlocking"
      from reached join entities named on named.id = reached.id
      group by reached.start, reached.id, named.label) found)`,
  cypher: cypher`
    ${reachedIn(query)}
    with start, tor, min(steps) as steps, max(case when blocks then 1 else 0 end) = 1 as isBlocking
    return toString(start.id) as start, toString(tor.id) as id, tor.label as label, steps, isBlocking`,
  order: by(
    ({ start }) => Number(start),
    ({ steps }) => steps,
    ({ label: name }) => name.toLowerCase(),
    ({ id }) => Number(id),
  ),
});

/** `match … call …`: rows of `start`, `tor`, `steps` and `blocks`, some more than once. */
export const reachedIn = (query: ReachQuery) => {
  const { from, direction, kinds } = query;
  const types = oneOf(...kinds);
  const node = cypher`(tor:${label('tor')} where ${torIsActive})`;
  const start = cypher`(start:Entity:${label('tor')} {env: $env})`;
  const step =
    direction === 'downstream'
      ? cypher`()-[way:${types}]->${node}`
      : cypher`()<-[way:${types}]-${node}`;
  const blockingStep =
    direction === 'downstream'
      ? cypher`()-[way:${types} where way.p_is_blocking = 'true']->${node}`
      : cypher`()<-[way:${types} where way.p_is_blocking = 'true']-${node}`;
  return cypher`
    match ${start} where start.is_active and coalesce(start.p_status, '') <> 'archived' and ${isNodeOf('start', from)}
    call (start) {
      match found = any shortest (start) (${step}){1,10} (reached)
      return reached as tor, length(found) as steps, false as blocks
      union all
      match found = any shortest (start) (${blockingStep}){1,10} (reached)
      return reached as tor, length(found) as steps, true as blocks
    }`;
};
