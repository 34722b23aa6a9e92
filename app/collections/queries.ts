import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Collection, Parent } from './collection.ts';

/** Ids of the parents in a path, in the order of the declaration. */
export type PathIds = readonly string[];

const columns = sql`e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder",
  e.is_active as "isActive", e.version, e.created_at as "createdAt", e.updated_at as "updatedAt", e.properties`;

/**
 * The entities of a path, each by id, type and link to the one before, in one statement (spec
 * ontology#collections).
 * @param lock holds them until the transaction ends, so that changes below them take turns
 * @returns `undefined` if one is missing, of another type or below another entity
 */
export async function findPath(
  db: Db | Tx,
  parents: readonly Parent[],
  ids: PathIds,
  { lock = false } = {},
): Promise<readonly EntitySnapshot[] | undefined> {
  const wanted = parents.map(({ type, relation = null }, index) => ({
    ...{ type, relation, id: ids[index] ?? null, above: ids[index - 1] ?? null },
  }));
  if (wanted.length === 0) return [];
  const { rows } = await sql<EntitySnapshot>`
    select ${columns}
    from rows from (jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as (type text, relation text, id bigint, above bigint)) with ordinality as w(type, relation, id, above, place)
      join entities e on e.id = w.id and e.entity_type = w.type
    where w.relation is null or exists (
      select from relations r join entities t on t.id = r.relation_type_id
      where r.source_id = w.id and r.target_id = w.above and t.entity_type = 'relation_type' and t.name = w.relation)
    order by w.place ${lock ? sql`for no key update of e` : sql``}`.execute(db);
  return rows.length === wanted.length ? rows : undefined;
}

/** The items of a collection below a path, in their order. */
export async function listItems(
  db: Db | Tx,
  { type, relation, order }: Pick<Collection, 'type' | 'relation' | 'order'>,
  path: PathIds,
): Promise<readonly EntitySnapshot[]> {
  const below =
    relation === undefined
      ? sql``
      : sql`and exists (select from relations r where r.source_id = e.id
          and r.relation_type_id = ${relationTypeId(relation)} and r.target_id = ${path.at(-1)})`;
  const place = order === undefined ? sql`null` : sql`e.properties ->> ${order}`;
  const { rows } = await sql<EntitySnapshot>`
    select ${columns} from entities e where e.entity_type = ${type} ${below}
    order by case when ${place} ~ '^\\d{1,9}$' then (${place})::integer end nulls last, e.label, e.id`.execute(
    db,
  );
  return rows;
}
