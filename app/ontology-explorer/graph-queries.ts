import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { plannedForItsValues } from '../db/named-statements.ts';
import { escaped, isCalled, patternsOf } from '../ontology/list/index.ts';
import { backgroundTypes } from './background-types.ts';
import { type GraphColumns, graphOf, type StoredGraph } from './graph-columns.ts';
import { type GraphQuery, isWholeStore, mostNodes } from './schema.ts';

/**
 * Never in the graph, because a million of them would hide everything else (spec
 * ontology-explorer#visibility).
 */
export const neverShown: readonly string[] = ['audit_entry'];

/** Values are truncated; the page of the entity has them in full. */
const longestValue = 300;
/** Relations of one kind scanned for entities of a selected type. */
const mostLookedAt = 5000;
/** Neighbors of one entity in one direction, beyond the first step. */
const mostPerNode = 25;
/** Search matches; with more than these, the best ones are not determined. */
const mostCandidates = 3000;

/** Returns a part of the store with the properties of its entities. See `graphStatement`. */
export const readGraph = async (
  db: Db,
  query: GraphQuery,
  hidden: readonly string[],
): Promise<StoredGraph> => graphOf(await answerOf(db, query, hidden, propertyColumns));

/** The same without properties, which is enough for a table. */
export const readOutline = async (
  db: Db,
  query: GraphQuery,
  hidden: readonly string[],
): Promise<StoredGraph> => graphOf(await answerOf(db, query, hidden, sql`null::json`));

/**
 * Reads a part of the store, in one bounded statement: every step uses an index and stops at a row
 * limit. Excludes entities of `hidden` types. Returns columns, because PostgreSQL builds a list of
 * two thousand names four times as fast as two thousand objects.
 */
async function answerOf(
  db: Db,
  query: GraphQuery,
  hidden: readonly string[],
  properties: RawBuilder<unknown>,
): Promise<GraphColumns> {
  const excluded = [...neverShown, ...hidden];
  const { rows } = await sql<GraphColumns>`
    ${sql.raw(plannedForItsValues)} with recursive ${allTypes}, ${relationTypes(query)}, ${start(query, excluded)}, ${steps(query, excluded)}, ${expansion(query, excluded)},
    ranked as (select id, row_number() over (order by step, place, id) as n from found),
    base as (select id, n from ranked where n <= ${query.limit}),
    nodes as materialized (
      select id, min(n) as n from (select id, n from base union all select id, ${mostNodes} + place from added) every group by id order by 2, 1 limit ${mostNodes}),
    edges as materialized (
      select r.id, r.source_id, r.target_id, r.relation_type_id from nodes s join relations r on r.source_id = s.id
        join nodes t on t.id = r.target_id where ${ofKind(query)} order by r.id limit ${4 * mostNodes + 1})
    select
      (select json_build_object('id', coalesce(json_agg(id), '[]'), 'type', json_agg(entity_type), 'name', json_agg(name), 'label', json_agg(label),
          'active', json_agg(is_active), 'degree', json_agg(degree))
        from (select e.id, e.entity_type, e.name, e.label, e.is_active, ${degree} as degree from nodes n join entities e on e.id = n.id order by n.n, e.id) c) as nodes,
      ${properties} as properties,
      (select json_build_object('id', coalesce(json_agg(id), '[]'), 'source', json_agg(source_id), 'target', json_agg(target_id), 'type', json_agg(relation_type_id))
        from (select * from edges order by id limit ${4 * mostNodes}) c) as edges,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'label', label)), '[]') from rt) as "relationTypes",
      ((select count(*) > ${query.limit} from ranked) or (select count(*) > ${4 * mostNodes} from edges) or (select count(*) >= ${mostNodes} from nodes)) as truncated,
      (select coalesce(json_agg(type order by type), '[]') from all_types where type <> all(${excluded}::text[])) as "entityTypes",
      ${query.focus === undefined ? sql`true` : sql`exists (select from start)`} as "isFocusFound"`.execute(
    db,
  );
  const [graph] = rows;
  if (graph === undefined) throw new TypeError('A query without conditions has one row.');
  return graph;
}

const propertyColumns = sql`(select json_build_object('of', coalesce(json_agg(entity_id), '[]'), 'key', json_agg(key), 'value', json_agg(value))
  from (select e.id as entity_id, p.key, left(p.value, ${longestValue}) as value
    from nodes n
      cross join lateral (select id, properties from entities where id = n.id offset 0) e,
      jsonb_each_text(e.properties) p) c)`;

const degree = sql`(select count(*) from (
  (select from relations r where r.source_id = e.id limit 50) union all (select from relations r where r.target_id = e.id limit 50)) ends)`;

/** Skips from type to type in the index. */
const allTypes = sql`
  type_walk(type) as (
    (select entity_type from entities order by entity_type limit 1)
    union all
    select (select entity_type from entities where entity_type > w.type order by entity_type limit 1) from type_walk w where w.type is not null),
  all_types as materialized (select type from type_walk where type is not null)`;

/** Ordered by an index and limited: without statistics the planner would read all entities. */
const relationTypes = ({ relation }: GraphQuery) => sql`
  rt as materialized (select id, name, label from entities where entity_type = 'relation_type'
    ${relation.length === 0 ? sql`` : sql`and name = any(${[...relation]}::text[])`} order by sort_order, id limit 300)`;

/** Whether a relation has the requested type. */
const ofKind = ({ relation }: GraphQuery): RawBuilder<unknown> =>
  relation.length === 0 ? sql`true` : sql`r.relation_type_id in (select id from rt)`;

/** Whether an entity's type may be shown and is requested. */
const fits = (
  { types }: GraphQuery,
  excluded: readonly string[],
  type = sql.ref('e.entity_type'),
): RawBuilder<boolean> =>
  types.length === 0
    ? sql`${type} <> all(${[...excluded]}::text[])`
    : sql`${type} = any(${[...types]}::text[]) and ${type} <> all(${[...excluded]}::text[])`;

/** `start`: the focused entity, search matches, or the first entities of each type in turn. */
function start(query: GraphQuery, excluded: readonly string[]): RawBuilder<unknown> {
  const most = query.limit + 1;
  if (query.focus !== undefined) {
    return sql`start as materialized (
      select id, 0::bigint as place from entities where id = ${query.focus} and entity_type <> all(${[...excluded]}::text[]))`;
  }
  if (query.q !== '') {
    return sql`start as materialized (
      select e.id, row_number() over (order by case when lower(e.label) like ${`${escaped(query.q)}%`} then 0 else 1 end, lower(e.label) collate "C", e.id) as place
      from entities e where e.id in (select id from (${wordMatches(query.q)}) c limit ${mostCandidates}) and ${fits(query, excluded)}
      order by 2 limit ${most})`;
  }
  const hidesSystem = query.system === 'hidden' && isWholeStore(query);
  const leftOut = hidesSystem ? [...excluded, ...backgroundTypes] : excluded;
  return sql`${eachType(query, leftOut, most)}, start as materialized (
    select e.id, row_number() over (order by e.n, t.type) as place from shown_types t cross join lateral (
      select s.id, row_number() over (order by s.sort_order, s.id) as n
      from (select id, sort_order from entities where entity_type = t.type order by sort_order, id limit (select rows from of_each)) s) e
    order by 2 limit ${most})`;
}

/**
 * `of_each`: the number per type that adds up to the limit, if types with fewer entities leave
 * their share to the others. Water-filling: after the i smallest types are complete, the rest is
 * divided equally, and the highest of these levels is the result.
 */
const eachType = (
  query: GraphQuery,
  excluded: readonly string[],
  most: number,
): RawBuilder<unknown> => sql`
  shown_types as materialized (
    select t.type, (select least(${most}, sum(amount)) from entity_tallies where entity_type = t.type) as count
    from all_types t where ${fits(query, excluded, sql.ref('t.type'))}),
  of_each as materialized (
    select ceil(max((${most} - fuller) / sharing))::integer as rows from (
      select coalesce(sum(count) over (order by count, type rows between unbounded preceding and 1 preceding), 0) as fuller,
        count(*) over () - row_number() over (order by count, type) + 1 as sharing from shown_types) levels)`;

/** Ids of entities whose label or name contains the words. */
export const wordMatches = (words: string): RawBuilder<unknown> =>
  sql.join(
    patternsOf(words).map(
      (pattern) => sql`select id from entities where ${isCalled('entities', pattern)}`,
    ),
    sql` union all `,
  );

/**
 * `found(id, step, place)`: the start and, around an entity, everything within the requested
 * distance.
 */
function steps(query: GraphQuery, excluded: readonly string[]): RawBuilder<unknown> {
  if (query.focus === undefined)
    return sql`found as materialized (select id, 0 as step, place from start)`;
  const further = Array.from({ length: query.depth - 1 }, (_, n) =>
    furtherStep(query, excluded, n + 2),
  );
  const levels = Array.from(
    { length: query.depth },
    (_, n) => sql`select id, ${n + 1}::integer as step, place from ${sql.ref(`step${n + 1}`)}`,
  );
  return sql.join(
    [
      sql`step1 as materialized (
        select n.id, min(n.place) as place from (${neighbours(query, excluded, 'start', query.limit + 1)}) n
        where n.id not in (select id from start) group by n.id order by 2, 1 limit ${query.limit + 1})`,
      ...further,
      sql`found as materialized (${sql.join([sql`select id, 0 as step, place from start`, ...levels], sql` union all `)})`,
    ],
    sql`, `,
  );
}

/**
 * Neighbors of a few entities, one of each relation kind in turn, so that a role's thousand holders
 * do not hide its permissions.
 */
function neighbours(
  query: GraphQuery,
  excluded: readonly string[],
  from: 'start' | 'opened',
  most: number,
): RawBuilder<unknown> {
  const looked = query.types.length === 0 ? most : mostLookedAt;
  return sql`
    select x.id, row_number() over (partition by f.id, rt.id, x.way order by x.id) as place
    from ${sql.ref(from)} f cross join rt cross join lateral (
      (select o.id, 'out' as way from (select target_id as id from relations where relation_type_id = rt.id and source_id = f.id order by target_id limit ${looked}) o
        join entities e on e.id = o.id where ${fits(query, excluded)} limit ${most})
      union all
      (select i.id, 'in' from (select source_id as id from relations where relation_type_id = rt.id and target_id = f.id order by source_id limit ${looked}) i
        join entities e on e.id = i.id where ${fits(query, excluded)} limit ${most})) x`;
}

/**
 * Neighbors of many entities: some of each, through the index of one end, up to the remaining room;
 * reads nothing if there is none.
 */
function furtherStep(
  query: GraphQuery,
  excluded: readonly string[],
  step: number,
): RawBuilder<unknown> {
  const before = Array.from(
    { length: step - 1 },
    (_, n) => sql`select id from ${sql.ref(`step${n + 1}`)}`,
  );
  const earlier = sql`(select id from start union all ${sql.join(before, sql` union all `)})`;
  return sql`${sql.ref(`step${step}`)} as materialized (
    select e.id, 1::bigint as place from entities e join (
      select distinct x.id from ${sql.ref(`step${step - 1}`)} f cross join lateral (
        (select r.target_id as id from relations r where r.source_id = f.id and ${ofKind(query)} limit ${mostPerNode})
        union all
        (select r.source_id from relations r where r.target_id = f.id and ${ofKind(query)} limit ${mostPerNode})) x) c on c.id = e.id
    where ${fits(query, excluded)} and e.id not in ${earlier}
    order by e.id limit greatest(0, ${query.limit + 1} - (select count(*) from ${earlier} found_before)))`;
}

/** `added(id, place)`: expanded entities, with their neighbors. */
function expansion(query: GraphQuery, excluded: readonly string[]): RawBuilder<unknown> {
  const opened = sql`opened as materialized (
    select id from entities where id = any(${[...query.expand]}::bigint[]) and entity_type <> all(${[...excluded]}::text[]))`;
  if (query.expand.length === 0)
    return sql`added as (select null::bigint as id, 0::bigint as place where false)`;
  return sql`${opened}, added as materialized (
    select id, min(place) as place from (select id, 0::bigint as place from opened union all ${neighbours({ ...query, types: [] }, excluded, 'opened', 200)}) a
    group by id order by 2, 1 limit ${mostNodes})`;
}
