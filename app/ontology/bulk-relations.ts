import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { inPortions } from './portions.ts';
import { listedIn } from './relations.ts';
import { type Texts, withheldKeys } from './schema.ts';

/** An entity by type and name. */
export interface EntityKey {
  readonly type: string;
  readonly name: string;
}

/**
 * A relation type with the entity types that it joins; `null` if it declares none and joins any.
 */
export interface RelationEnds {
  readonly id: string;
  readonly name: string;
  readonly sources: readonly string[] | null;
  readonly targets: readonly string[] | null;
}

/** Returns all relation types by name. */
export async function findRelationTypes(tx: Tx): Promise<ReadonlyMap<string, RelationEnds>> {
  const { rows } = await sql<RelationEnds>`
    select t.id, t.name,
      ${listedIn('t', 'source_types')} as sources, ${listedIn('t', 'target_types')} as targets
    from entities t where t.entity_type = 'relation_type'`.execute(tx);
  return new Map(rows.map((type) => [type.name, type]));
}

/** Returns which of `relations` already exist, by index. */
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

/** A relation whose names were resolved. */
export interface RelationRow {
  readonly typeId: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly properties: Texts | null;
}

/**
 * Stores the relations that do not exist yet, with their properties. `relations` has no duplicates.
 * Returns the indices of the stored ones.
 */
export async function relateMissing(
  tx: Tx,
  relations: readonly RelationRow[],
): Promise<ReadonlySet<number>> {
  const rows = await inPortions(
    tx,
    relations,
    (some) => sql<{ n: number }>`
    with w as materialized (select * from ${rowsOf(some)}),
    made as (
      insert into relations (relation_type_id, source_id, target_id, properties) select r, s, t, p from w order by n
      on conflict (relation_type_id, source_id, target_id) do nothing returning relation_type_id, source_id, target_id)
    select w.n from made m join w on (w.r, w.s, w.t) = (m.relation_type_id, m.source_id, m.target_id)`,
  );
  return new Set(rows.map(({ n }) => n));
}

/** Replaces the properties of existing relations; keeps secrets, which files never contain. */
export async function describeMany(tx: Tx, relations: readonly RelationRow[]): Promise<void> {
  await inPortions(
    tx,
    relations,
    (some) => sql<{ n: number }>`
    with w as materialized (select * from ${rowsOf(some)}),
    found as materialized (
      select r.id, w.p from w cross join ${thatRelation} join relations r on r.id = there.id order by r.id for no key update of r)
    update relations r set properties = coalesce((
      select jsonb_object_agg(there.key, there.value) from jsonb_each(r.properties) there
      where there.key ~* ${withheldKeys.source}), '{}') || f.p
    from found f where r.id = f.id`,
  );
}

/**
 * The relation of a row of `w`, looked up by its key. A join could scan all relations for each
 * portion: within one transaction the planner has no statistics for the new rows.
 */
const thatRelation = sql`lateral (
  select r.id from relations r where (r.relation_type_id, r.source_id, r.target_id) = (w.r, w.s, w.t) offset 0) there`;

/** `json_to_recordset(…) w`: relations as rows, with their index as `n`. */
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
