import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { type EntitySnapshot, snapshotColumns } from '../ontology/snapshot.ts';
import type { Collection, Parent } from './collection.ts';
import type { Item } from './item-table.tsx';
import type { PathIds } from './path.ts';

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
    select ${snapshotColumns('e')}
    from rows from (jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as (type text, relation text, id bigint, above bigint)) with ordinality as w(type, relation, id, above, place)
      join entities e on e.id = w.id and e.entity_type = w.type
    where w.relation is null or exists (
      select from relations r join entities t on t.id = r.relation_type_id
      where r.source_id = w.id and r.target_id = w.above and t.entity_type = 'relation_type' and t.name = w.relation)
    order by w.place ${lock ? sql`for no key update of e` : sql``}`.execute(db);
  return rows.length === wanted.length ? rows : undefined;
}

type Listed = Pick<Collection, 'type' | 'relation' | 'order'>;

/** `where …`: the items of a collection below an entity. */
const below = ({ type, relation }: Listed, parent: RawBuilder<unknown>): RawBuilder<unknown> =>
  relation === undefined
    ? sql`where item.entity_type = ${type}`
    : sql`where item.entity_type = ${type} and exists (select from relations r where r.source_id = item.id
        and ${relatedBy('r', relation)} and r.target_id = ${parent})`;

/** `order by …`: by place, then by label. */
const inOrder = ({ order }: Listed): RawBuilder<unknown> => {
  const place = order === undefined ? sql`null` : sql`item.properties ->> ${order}`;
  return sql`order by case when ${place} ~ '^\\d{1,9}$' then (${place})::integer end nulls last, item.label, item.id`;
};

/** The items of a collection below a path, in their order. */
export async function listItems(
  db: Db | Tx,
  listed: Listed,
  path: PathIds,
): Promise<readonly EntitySnapshot[]> {
  const { rows } = await sql<EntitySnapshot>`
    select ${snapshotColumns('item')} from entities item ${below(listed, sql`${path.at(-1)}`)} ${inOrder(listed)}`.execute(
    db,
  );
  return rows;
}

/**
 * SQL of the same as one JSON array, for a page that reads several lists in one statement.
 * @param parent SQL of the id of the entity that the items belong to, such as `e.id`
 */
export const itemsBelow = (
  listed: Listed,
  parent: RawBuilder<unknown>,
): RawBuilder<readonly Item[]> => sql`(
  select coalesce(json_agg(json_build_object('id', item.id::text, 'label', item.label, 'isActive', item.is_active,
    'properties', item.properties) ${inOrder(listed)}), '[]')
  from entities item ${below(listed, parent)})`;
