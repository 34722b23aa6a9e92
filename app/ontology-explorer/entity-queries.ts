import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { listedIn } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { neverShown, wordMatches } from './graph-queries.ts';

/** An entity at the other end of a relation. */
export interface Neighbour {
  /** Id of the relation. */
  readonly relation: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly label: string;
}

export type Direction = 'out' | 'in';

/** Outgoing (`out`) or incoming (`in`) relations of one type. */
export interface RelationGroup {
  readonly type: string;
  readonly label: string;
  readonly direction: Direction;
  readonly first: readonly Neighbour[];
  /** There are more than shown. */
  readonly more: boolean;
  /** The other end is deleted with this entity. */
  readonly owned: boolean;
}

/** A relation type that may join an entity to others, by its declared ends. */
export interface OpenRelation {
  readonly type: string;
  readonly label: string;
  readonly direction: Direction;
  /** Types at the other end; `null` for any. */
  readonly others: readonly string[] | null;
}

export interface EntityDetail extends EntitySnapshot {
  readonly groups: readonly RelationGroup[];
  readonly open: readonly OpenRelation[];
}

/** Relations shown per kind. */
const shownOfGroup = 10;

/**
 * Returns an entity with its properties, the first relations of each kind, and the relations it may
 * have, in one statement.
 */
export async function readEntity(
  db: Db,
  id: string,
  hidden: readonly string[],
): Promise<EntityDetail | undefined> {
  const excluded = [...neverShown, ...hidden];
  const { rows } = await sql<EntityDetail>`
    with e as (select * from entities where id = ${id} and entity_type <> all(${excluded}::text[])),
    rt as (
      select t.id, t.name, t.label, ${listedIn('t', 'source_types')}::text as sources, ${listedIn('t', 'target_types')}::text as targets,
        t.properties ->> 'owner' as owner
      from entities t where t.entity_type = 'relation_type')
    select e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive", e.version,
      e.created_at as "createdAt", e.updated_at as "updatedAt", e.properties,
      (select coalesce(json_agg(json_build_object('type', g.name, 'label', g.label, 'direction', g.direction, 'first', g.first, 'more', g.more,
          'owned', coalesce(g.owner = case g.direction when 'out' then 'source' else 'target' end, false)) order by g.direction desc, g.label), '[]')
        from (
          select rt.name, rt.label, rt.owner, d.direction, f.first, f.more from rt cross join (values ('out'), ('in')) d(direction)
          cross join lateral (${firstOf(excluded)}) f where f.first is not null) g) as groups,
      (select coalesce(json_agg(json_build_object('type', rt.name, 'label', rt.label, 'direction', d.direction,
          'others', (select json_agg(o.type) from json_array_elements_text((case d.direction when 'out' then rt.targets else rt.sources end)::json) o(type))) order by d.direction desc, rt.label), '[]')
        from rt cross join (values ('out'), ('in')) d(direction)
        where coalesce(case d.direction when 'out' then rt.sources else rt.targets end, json_build_array(e.entity_type)::text)::jsonb ? e.entity_type) as open
    from e`.execute(db);
  return rows[0];
}

const firstOf = (excluded: readonly string[]) => sql`
  select json_agg(json_build_object('relation', x.relation::text, 'id', x.id::text, 'type', x.entity_type, 'name', x.name, 'label', x.label) order by x.id)
      filter (where x.place <= ${shownOfGroup}) as first, count(*) > ${shownOfGroup} as more
  from (
    select y.*, row_number() over (order by y.id) as place from (
      (select r.id as relation, o.id, o.entity_type, o.name, o.label from relations r join entities o on o.id = r.target_id
        where d.direction = 'out' and r.relation_type_id = rt.id and r.source_id = e.id and o.entity_type <> all(${[...excluded]}::text[]) order by r.target_id limit ${shownOfGroup + 1})
      union all
      (select r.id, o.id, o.entity_type, o.name, o.label from relations r join entities o on o.id = r.source_id
        where d.direction = 'in' and r.relation_type_id = rt.id and r.target_id = e.id and o.entity_type <> all(${[...excluded]}::text[]) order by r.source_id limit ${shownOfGroup + 1})
    ) y) x`;

export interface RelationPage {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  /** Label of the relation type. */
  readonly relation: string;
  readonly neighbours: readonly Neighbour[];
}

/**
 * Returns a page of relations of one kind, after an entity of the previous page; one more than
 * `size` if another page follows.
 */
export async function readRelations(
  db: Db,
  {
    id,
    type,
    direction,
    after,
  }: {
    readonly id: string;
    readonly type: string;
    readonly direction: Direction;
    readonly after?: string | undefined;
  },
  hidden: readonly string[],
  size: number,
): Promise<RelationPage | undefined> {
  const excluded = [...neverShown, ...hidden];
  const [own, other] = endsOf(direction);
  const { rows } = await sql<RelationPage>`
    select e.id, e.entity_type as type, e.label, t.label as relation, coalesce((
      select json_agg(json_build_object('relation', n.relation::text, 'id', n.id::text, 'type', n.entity_type, 'name', n.name, 'label', n.label) order by n.id) from (
        select r.id as relation, o.id, o.entity_type, o.name, o.label from relations r join entities o on o.id = ${other}
        where r.relation_type_id = t.id and ${own} = e.id and o.entity_type <> all(${excluded}::text[])
          and ${other} > ${after ?? '0'} order by ${other} limit ${size + 1}) n), '[]') as neighbours
    from entities e join entities t on t.entity_type = 'relation_type' and t.name = ${type}
    where e.id = ${id} and e.entity_type <> all(${excluded}::text[])`.execute(db);
  return rows[0];
}

/** The end of a relation `r` at which an entity is, and the other one. */
const endsOf = (direction: Direction) => {
  const [source, target] = [sql.ref('r.source_id'), sql.ref('r.target_id')];
  return direction === 'out' ? ([source, target] as const) : ([target, source] as const);
};

export interface Candidate {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly name: string;
}

/**
 * Returns entities that a relation may lead to (`out`) or come from (`in`), by the declared ends of
 * its type: search matches, or the first ones. Excludes those already related.
 */
export async function findCandidates(
  db: Db,
  {
    id,
    relation,
    direction,
    words,
  }: {
    readonly id: string;
    readonly relation: string;
    readonly direction: Direction;
    readonly words: string;
  },
  hidden: readonly string[],
  most: number,
): Promise<readonly Candidate[]> {
  const excluded = [...neverShown, ...hidden];
  const [own, other] = endsOf(direction);
  const key = direction === 'out' ? 'target_types' : 'source_types';
  const found =
    words === ''
      ? sql`select x.id from ends cross join lateral (select id from entities where entity_type = ends.type order by sort_order, id limit ${most * 4}) x`
      : sql`select id from (${wordMatches(words)}) c limit 2000`;
  const { rows } = await sql<Candidate>`
    with rt as (select id, properties from entities where entity_type = 'relation_type' and name = ${relation}),
    ends as (select jsonb_array_elements_text(${listedIn('rt', key)}) as type from rt)
    select e.id, e.entity_type as type, e.label, e.name from entities e
    where e.id in (${found}) and e.id <> ${id} and e.entity_type <> all(${excluded}::text[])
      and (not exists (select from ends) or e.entity_type in (select type from ends))
      and not exists (select from relations r, rt where r.relation_type_id = rt.id and ${own} = ${id} and ${other} = e.id)
    order by e.entity_type, lower(e.label), e.id limit ${most}`.execute(db);
  return rows;
}
