import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { plannedForItsValues } from '../db/named-statements.ts';
import { escaped } from '../ontology/pivot.ts';
import { type GraphQuery, mostNodes } from './schema.ts';

/** An entity of the graph, with the beginnings of its properties as they are stored. */
export interface StoredNode {
  readonly id: string;
  readonly entity_type: string;
  readonly name: string;
  readonly label: string;
  readonly is_active: boolean;
  /** Relations at either end, counted up to 50 each: more than are shown means that there is something to expand. */
  readonly degree: number;
  readonly properties: Readonly<Record<string, string>> | null;
}

export interface StoredEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly relation_type: string;
  readonly relation_label: string;
}

export interface StoredGraph {
  readonly nodes: readonly StoredNode[];
  readonly edges: readonly StoredEdge[];
  /** There was more than fits. */
  readonly truncated: boolean;
  /** Types that there are, whether shown or not. */
  readonly entityTypes: readonly string[];
  /** The entity in focus exists and may be shown; true without one. */
  readonly isFocusFound: boolean;
}

/** Never in the graph: a million of them would bury everything else (admin.md 15.24). */
export const neverShown: readonly string[] = ['audit_entry'];

/** A value is shown in part; the page of the entity has all of it. */
const longestValue = 300;
/** Relations of one kind that are looked through for entities of a chosen type. */
const mostLookedAt = 5000;
/** Neighbours of one entity in one direction, beyond the first step. */
const mostPerNode = 25;
/** Found by words; among more than these the best aren't sought. */
const mostCandidates = 3000;

/**
 * A part of the store, in one statement and bounded whatever there is: every step reads through an index and ends at a number of rows.
 * Entities of `hidden` types are left out.
 */
export async function readGraph(db: Db, query: GraphQuery, hidden: readonly string[]): Promise<StoredGraph> {
  const excluded = [...neverShown, ...hidden];
  const { rows } = await sql<Answered>`
    ${sql.raw(plannedForItsValues)} with recursive ${allTypes}, ${relationTypes(query)}, ${start(query, excluded)}, ${steps(query, excluded)}, ${expansion(query, excluded)},
    ranked as (select id, row_number() over (order by step, place, id) as n from found),
    base as (select id, n from ranked where n <= ${query.limit}),
    nodes as materialized (
      select id, min(n) as n from (select id, n from base union all select id, ${mostNodes} + place from added) every group by id order by 2, 1 limit ${mostNodes}),
    edges as (
      select r.id, r.source_id, r.target_id, r.relation_type_id from nodes s join relations r on r.source_id = s.id
        join nodes t on t.id = r.target_id where ${ofKind(query)} order by r.id limit ${4 * mostNodes + 1})
    select
      (select coalesce(json_agg(json_build_object('id', e.id::text, 'entity_type', e.entity_type, 'name', e.name, 'label', e.label, 'is_active', e.is_active,
        'degree', ${degree}, 'properties', (select json_object_agg(p.key, left(p.value, ${longestValue}) order by p.key) from entity_properties p where p.entity_id = e.id)) order by n.n, e.id), '[]')
        from nodes n join entities e on e.id = n.id) as nodes,
      (select coalesce(json_agg(json_build_object('id', id::text, 'source', source_id::text, 'target', target_id::text, 'type', relation_type_id::text) order by id), '[]')
        from (select * from edges limit ${4 * mostNodes}) e) as edges,
      (select coalesce(json_agg(json_build_object('id', id::text, 'name', name, 'label', label)), '[]') from rt) as "relationTypes",
      ((select count(*) > ${query.limit} from ranked) or (select count(*) > ${4 * mostNodes} from edges) or (select count(*) >= ${mostNodes} from nodes)) as truncated,
      (select coalesce(json_agg(type order by type), '[]') from all_types where type <> all(${excluded}::text[])) as "entityTypes",
      ${query.focus === undefined ? sql`true` : sql`exists (select from start)`} as "isFocusFound"`.execute(db);
  const [graph] = rows;
  if (graph === undefined) throw new TypeError('A query without conditions has one row.');
  const types = new Map(graph.relationTypes.map((type) => [type.id, type]));
  const edges = graph.edges.flatMap(({ id, source, target, type }): readonly StoredEdge[] => {
    const of = types.get(type);
    return of === undefined ? [] : [{ id, source, target, relation_type: of.name, relation_label: of.label }];
  });
  return { ...graph, edges };
}

/** What the statement answers: relations say their type by its id, and each type comes once. */
interface Answered extends Omit<StoredGraph, 'edges'> {
  readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string; readonly type: string }[];
  readonly relationTypes: readonly { readonly id: string; readonly name: string; readonly label: string }[];
}

const degree = sql`((select count(*) from (select from relations r where r.source_id = e.id limit 50) o)
  + (select count(*) from (select from relations r where r.target_id = e.id limit 50) i))`;

/** Jumps from type to type through the index. */
const allTypes = sql`
  type_walk(type) as (
    (select entity_type from entities order by entity_type limit 1)
    union all
    select (select entity_type from entities where entity_type > w.type order by entity_type limit 1) from type_walk w where w.type is not null),
  all_types as materialized (select type from type_walk where type is not null)`;

const relationTypes = ({ relation }: GraphQuery) => sql`
  rt as materialized (select id, name, label from entities where entity_type = 'relation_type'
    ${relation.length === 0 ? sql`` : sql`and name = any(${[...relation]}::text[])`})`;

/** Whether a relation is of a type that is wanted. */
const ofKind = ({ relation }: GraphQuery): RawBuilder<unknown> =>
  relation.length === 0 ? sql`true` : sql`r.relation_type_id in (select id from rt)`;

/** Whether an entity's type may be shown and is wanted. */
const fits = ({ types }: GraphQuery, excluded: readonly string[], type = sql.ref('e.entity_type')): RawBuilder<boolean> =>
  types.length === 0
    ? sql`${type} <> all(${[...excluded]}::text[])`
    : sql`${type} = any(${[...types]}::text[]) and ${type} <> all(${[...excluded]}::text[])`;

/** `start`: the entity in focus, what words find, or the first of each type in turn. */
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
  return sql`start as materialized (
    select e.id, row_number() over (order by e.n, t.type) as place from all_types t cross join lateral (
      select s.id, row_number() over (order by s.sort_order, s.id) as n
      from (select id, sort_order from entities where entity_type = t.type order by sort_order, id limit ${most}) s) e
    where ${fits(query, excluded, sql.ref('t.type'))} order by 2 limit ${most})`;
}

/** One or two letters are sought at the beginnings of words only, which is what the index tells quickly. */
export function wordMatches(words: string): RawBuilder<unknown> {
  const text = escaped(words.trim());
  const patterns = /^[\p{L}\p{N}]{1,2}$/u.test(words.trim()) ? [`${text}%`, `% ${text}%`] : [`%${text}%`];
  return sql.join(
    patterns.flatMap((pattern) => [
      sql`select id from entities where lower(label) like ${pattern}`,
      sql`select id from entities where lower(name) like ${pattern}`,
    ]),
    sql` union all `,
  );
}

/** `found(id, step, place)`: the start and, around an entity, what is as many relations away as asked for. */
function steps(query: GraphQuery, excluded: readonly string[]): RawBuilder<unknown> {
  if (query.focus === undefined) return sql`found as materialized (select id, 0 as step, place from start)`;
  const further = Array.from({ length: query.depth - 1 }, (_, n) => furtherStep(query, excluded, n + 2));
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

/** Neighbours of a few entities, each kind of relation in turn, so that a role's thousand holders don't hide its permissions. */
function neighbours(query: GraphQuery, excluded: readonly string[], from: 'start' | 'opened', most: number): RawBuilder<unknown> {
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

/** Neighbours of many: some of each, through the index of one end. As many as there is still room for: without any it reads nothing. */
function furtherStep(query: GraphQuery, excluded: readonly string[], step: number): RawBuilder<unknown> {
  const before = Array.from({ length: step - 1 }, (_, n) => sql`select id from ${sql.ref(`step${n + 1}`)}`);
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

/** `added(id, place)`: entities that were opened, with their neighbours. */
function expansion(query: GraphQuery, excluded: readonly string[]): RawBuilder<unknown> {
  const opened = sql`opened as materialized (
    select id from entities where id = any(${[...query.expand]}::bigint[]) and entity_type <> all(${[...excluded]}::text[]))`;
  if (query.expand.length === 0) return sql`added as (select null::bigint as id, 0::bigint as place where false)`;
  return sql`${opened}, added as materialized (
    select id, min(place) as place from (select id, 0::bigint as place from opened union all ${neighbours({ ...query, types: [] }, excluded, 'opened', 200)}) a
    group by id order by 2, 1 limit ${mostNodes})`;
}
