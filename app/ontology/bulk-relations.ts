import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { PlaceRange } from './bulk-relate.ts';
import { listedIn } from './relations.ts';
import { type Texts, withheldKeys } from './schema.ts';

/** An entity by its type and name. */
export interface EntityKey {
  readonly type: string;
  readonly name: string;
}

/** A relation of a file, by names: its ends may come later in the file. */
export interface BulkRelation {
  /** Place in the file, unlike that of all others. */
  readonly place: number;
  readonly type: string;
  readonly source: EntityKey;
  readonly target: EntityKey;
  readonly properties: Texts;
  /** It says more of a relation that the file may state elsewhere, too. @default false */
  readonly describes?: boolean;
}

/**
 * Puts relations aside until all entities of their file are stored. Nobody else sees them;
 * `dropStaged` takes them away.
 */
export async function stageRelations(
  tx: Tx,
  importId: string,
  relations: readonly BulkRelation[],
): Promise<void> {
  const rows = relations.map(({ place, type, source, target, properties, describes = false }) => ({
    ...{
      n: place,
      r: type,
      st: source.type,
      sn: source.name,
      tt: target.type,
      tn: target.name,
      d: describes,
    },
    ...(Object.keys(properties).length > 0 && { p: properties }),
  }));
  await sql`
    insert into import_relations (import, place, type, source_type, source_name, target_type, target_name, properties, describes)
    select ${importId}::uuid, n, r, st, sn, tt, tn, p, d
    from json_to_recordset(${JSON.stringify(rows)}::json) w(n integer, r text, st text, sn text, tt text, tn text, p jsonb, d boolean)`.execute(
    tx,
  );
}

/**
 * Of a relation that is stated and described, the description stays: it says all that the statement
 * does.
 */
export async function mergeDescribed(tx: Tx, importId: string): Promise<void> {
  await sql`
    delete from import_relations s using import_relations d
    where s.import = ${importId}::uuid and d.import = s.import and d.describes and not s.describes
      and (d.type, d.source_type, d.source_name, d.target_type, d.target_name) = (s.type, s.source_type, s.source_name, s.target_type, s.target_name)`.execute(
    tx,
  );
}

export async function dropStaged(tx: Tx, importId: string): Promise<void> {
  await sql`delete from import_relations where import = ${importId}::uuid`.execute(tx);
}

/**
 * A relation type with the entity types that it joins; `null`: it doesn't say, and joins anything.
 */
export interface RelationEnds {
  readonly id: string;
  readonly name: string;
  readonly sources: readonly string[] | null;
  readonly targets: readonly string[] | null;
}

/** All relation types by name. */
export async function findRelationTypes(tx: Tx): Promise<ReadonlyMap<string, RelationEnds>> {
  const { rows } = await sql<RelationEnds>`
    select t.id, t.name,
      ${listedIn('t', 'source_types')} as sources, ${listedIn('t', 'target_types')} as targets
    from entities t where t.entity_type = 'relation_type'`.execute(tx);
  return new Map(rows.map((type) => [type.name, type]));
}

/** Which relations were put aside, as far as rules ask: of which type, from what to what. */
export interface RelationKind {
  readonly type: string;
  readonly sourceType: string;
  readonly targetType: string;
  /** Name of the one role that all of them give; left out: they may give several, or none. */
  readonly role?: string | undefined;
}

/**
 * Kinds that are told apart; a file that invents more of them has the rest looked at one by one.
 */
const mostKinds = 1000;

/** The place of the last relation that was put aside, `-1` if there is none, and their kinds. */
export async function surveyStaged(
  tx: Tx,
  importId: string,
): Promise<{ readonly last: number; readonly kinds: readonly RelationKind[] }> {
  const { rows } = await sql<{ last: number; kinds: readonly RelationKind[] }>`
    select coalesce((select max(place) from import_relations where import = ${importId}::uuid), -1) as last,
      (select coalesce(json_agg(k), '[]') from (
        select distinct type, source_type as "sourceType", target_type as "targetType"
        from import_relations where import = ${importId}::uuid limit ${mostKinds}) k) as kinds`.execute(
    tx,
  );
  return rows[0] ?? { last: -1, kinds: [] };
}

/** A relation that was put aside, with what its ends point at. */
export interface StagedRelation extends RelationKind {
  readonly place: number;
  readonly sourceName: string;
  readonly targetName: string;
  readonly properties: Texts | null;
  /** Ids; `null`: there is no such entity. */
  readonly sourceId: string | null;
  readonly targetId: string | null;
}

/** The relations that are put aside in a range, in the order of the file. */
export async function findStaged(
  tx: Tx,
  importId: string,
  { after, upTo }: PlaceRange,
): Promise<readonly StagedRelation[]> {
  const { rows } = await sql<StagedRelation>`
    select w.place, w.type, w.source_type as "sourceType", w.source_name as "sourceName", w.target_type as "targetType",
      w.target_name as "targetName", w.properties,
      (select id from entities where entity_type = w.source_type and name = w.source_name) as "sourceId",
      (select id from entities where entity_type = w.target_type and name = w.target_name) as "targetId"
    from import_relations w where w.import = ${importId}::uuid and w.place > ${after} and w.place <= ${upTo} order by w.place`.execute(
    tx,
  );
  return rows;
}

/** Which of some relations are there already, by their places in `relations`. */
export async function findRelated(
  tx: Tx,
  relations: readonly Omit<RelationRow, 'properties'>[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ n: number }>`
    select w.n from ${rowsOf(relations.map((relation) => ({ ...relation, properties: null })))} cross join ${thatRelation}`.execute(
    tx,
  );
  return new Set(rows.map(({ n }) => n));
}

/** A relation whose names were found. */
export interface RelationRow {
  readonly typeId: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly properties: Texts | null;
}

/**
 * Stores the relations that aren't there yet, with their properties, in one statement; no two of
 * them are equal. Gives back the places of those in `relations`, from 0.
 */
export async function relateMissing(
  tx: Tx,
  relations: readonly RelationRow[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ n: number }>`
    with w as materialized (select * from ${rowsOf(relations)}),
    r as (
      insert into relations (relation_type_id, source_id, target_id, properties) select r, s, t, p from w order by n
      on conflict (relation_type_id, source_id, target_id) do nothing returning relation_type_id, source_id, target_id),
    made as (select w.n from r join w on (w.r, w.s, w.t) = (r.relation_type_id, r.source_id, r.target_id))
    select n from made`.execute(tx);
  return new Set(rows.map(({ n }) => n));
}

/** Replaces the properties of relations that are there; secrets, which files never hold, stay. */
export async function describeMany(tx: Tx, relations: readonly RelationRow[]): Promise<void> {
  await sql`
    with w as materialized (select * from ${rowsOf(relations)}),
    found as materialized (
      select r.id, w.p from w cross join ${thatRelation} join relations r on r.id = there.id order by r.id for no key update of r)
    update relations r set properties = coalesce((
      select jsonb_object_agg(there.key, there.value) from jsonb_each(r.properties) there
      where there.key ~* ${withheldKeys.source}), '{}') || f.p
    from found f where r.id = f.id`.execute(tx);
}

/**
 * The relation of a row of `w`, looked up by its key. A join might read all there are for each
 * portion: within one transaction nobody tells the planner how many came.
 */
const thatRelation = sql`lateral (
  select r.id from relations r where (r.relation_type_id, r.source_id, r.target_id) = (w.r, w.s, w.t) offset 0) there`;

/** `json_to_recordset(…) w`: relations as rows, with their place as `n`. */
const rowsOf = (relations: readonly RelationRow[]) =>
  sql`json_to_recordset(${JSON.stringify(
    relations.map(({ typeId, sourceId, targetId, properties }, n) => ({
      n,
      r: typeId,
      s: sourceId,
      t: targetId,
      p: properties ?? {},
    })),
  )}::json) w(n integer, r bigint, s bigint, t bigint, p jsonb)`;
