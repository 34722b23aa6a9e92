import type { ClientBase } from 'pg';
import type { ItemKind, Remembered } from './items.ts';

/** An entity as stored. Ids are decimal strings of 64-bit numbers. */
export interface StoredEntity {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
}

export interface Noted extends Remembered {
  readonly item: string;
}

/** Returns the records of earlier seed runs, by kind and item. */
export async function readItems(
  client: ClientBase,
): Promise<Record<ItemKind, Map<string, Remembered>>> {
  const { rows } = await client.query<Noted & { kind: ItemKind }>(
    'select kind, item, subject_id as "subjectId", offered, written from ledger.seed_items',
  );
  const items = {
    entity: new Map(),
    property: new Map(),
    relation: new Map(),
    relation_property: new Map(),
  };
  for (const { kind, item, ...remembered } of rows) items[kind].set(item, remembered);
  return items;
}

/** Records items of one kind; a later record of the same item replaces the earlier one. */
export async function writeItems(
  client: ClientBase,
  kind: ItemKind,
  noted: readonly Noted[],
): Promise<void> {
  await client.query(
    `insert into ledger.seed_items (kind, item, subject_id, offered, written)
     select $1, n.* from unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) n
     on conflict (kind, item) do update set subject_id = excluded.subject_id, offered = excluded.offered, written = excluded.written`,
    [
      kind,
      column(noted, 'item'),
      column(noted, 'subjectId'),
      column(noted, 'offered'),
      column(noted, 'written'),
    ],
  );
}

/**
 * Locks and returns entities by `ids` or by (type, name), so that they cannot be deleted until the
 * transaction ends.
 */
export async function readEntities(
  client: ClientBase,
  ids: readonly string[],
  named: readonly { readonly type: string; readonly name: string }[],
): Promise<StoredEntity[]> {
  const { rows } = await client.query<StoredEntity>(
    `select id, entity_type as type, name, label, sort_order as "sortOrder" from entities
     where id = any($1::bigint[]) or (entity_type, name) in (select * from unnest($2::text[], $3::text[]))
     order by id for key share`,
    [ids, column(named, 'type'), column(named, 'name')],
  );
  return rows;
}

/** Inserts entities in the given order and returns their ids in that order. */
export async function insertEntities(
  client: ClientBase,
  entities: readonly Omit<StoredEntity, 'id'>[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with made as (
       insert into entities (entity_type, name, label, sort_order)
       select n.type, n.name, n.label, n.sort_order
       from unnest($1::text[], $2::text[], $3::text[], $4::int[]) with ordinality n(type, name, label, sort_order, place)
       order by n.place
       returning id, entity_type, name)
     select made.id from unnest($1::text[], $2::text[]) with ordinality n(type, name, place)
     join made on made.entity_type = n.type and made.name = n.name order by n.place`,
    [
      column(entities, 'type'),
      column(entities, 'name'),
      column(entities, 'label'),
      column(entities, 'sortOrder'),
    ],
  );
  return rows.map(({ id }) => id);
}

/** Writes label and sort order of entities that have not changed since they were read. */
export async function updateEntities(
  client: ClientBase,
  changes: readonly {
    readonly before: StoredEntity;
    readonly label: string;
    readonly sortOrder: number;
  }[],
): Promise<void> {
  const before = changes.map((change) => change.before);
  await client.query(
    `update entities e set label = c.label, sort_order = c.sort_order, updated_at = now()
     from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::int[]) c(id, old_label, old_sort_order, label, sort_order)
     where e.id = c.id and e.label = c.old_label and e.sort_order = c.old_sort_order`,
    [
      column(before, 'id'),
      column(before, 'label'),
      column(before, 'sortOrder'),
      column(changes, 'label'),
      column(changes, 'sortOrder'),
    ],
  );
}

/** Properties of entities or relations: the same shape for two tables. */
export interface StoredProperty {
  readonly subjectId: string;
  readonly key: string;
  readonly value: string;
}

const propertyTables = {
  property: {
    table: 'entity_properties',
    subject: 'entity_id',
    owner: { table: 'entities', touched: ', updated_at = now()' },
  },
  relation_property: {
    table: 'relation_properties',
    subject: 'relation_id',
    owner: { table: 'relations', touched: '' },
  },
} as const;

type PropertyKind = keyof typeof propertyTables;

/** Returns all properties of the entities or relations with `ids`. */
export async function readProperties(
  client: ClientBase,
  kind: PropertyKind,
  ids: readonly string[],
): Promise<StoredProperty[]> {
  const { table, subject } = propertyTables[kind];
  const { rows } = await client.query<StoredProperty>(
    `select ${subject} as "subjectId", key, value from ${table} where ${subject} = any($1::bigint[])`,
    [ids],
  );
  return rows;
}

/** Adds properties; one that was added concurrently is kept. */
export async function insertProperties(
  client: ClientBase,
  kind: PropertyKind,
  added: readonly StoredProperty[],
): Promise<void> {
  const { owner } = propertyTables[kind];
  await client.query(
    `update ${owner.table} t set properties = n.properties || t.properties${owner.touched}
     from (select id, jsonb_object_agg(key, value) as properties
       from unnest($1::bigint[], $2::text[], $3::text[]) n(id, key, value) group by id order by id) n
     where t.id = n.id`,
    [column(added, 'subjectId'), column(added, 'key'), column(added, 'value')],
  );
}

/** Writes properties whose value has not changed since it was read. */
export async function updateProperties(
  client: ClientBase,
  kind: PropertyKind,
  changes: readonly { readonly before: StoredProperty; readonly value: string }[],
): Promise<void> {
  const { owner } = propertyTables[kind];
  for (const { before, value } of changes) {
    await client.query(
      `update ${owner.table} set properties = properties || jsonb_build_object($2::text, $4::text)${owner.touched}
       where id = $1 and properties ->> $2 = $3`,
      [before.subjectId, before.key, before.value, value],
    );
  }
}

export interface StoredRelation {
  readonly id: string;
  readonly typeId: string;
  readonly sourceId: string;
  readonly targetId: string;
}

/** Returns relations that join two of the entities with `ids`. */
export async function readRelations(
  client: ClientBase,
  ids: readonly string[],
): Promise<StoredRelation[]> {
  const { rows } = await client.query<StoredRelation>(
    `select id, relation_type_id as "typeId", source_id as "sourceId", target_id as "targetId" from relations
     where source_id = any($1::bigint[]) and target_id = any($1::bigint[])`,
    [ids],
  );
  return rows;
}

/** Adds relations in the given order; one that was added concurrently is kept and not returned. */
export async function insertRelations(
  client: ClientBase,
  added: readonly Omit<StoredRelation, 'id'>[],
): Promise<StoredRelation[]> {
  const { rows } = await client.query<StoredRelation>(
    `insert into relations (relation_type_id, source_id, target_id)
     select n.type_id, n.source_id, n.target_id
     from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality n(type_id, source_id, target_id, place)
     order by n.place
     on conflict do nothing
     returning id, relation_type_id as "typeId", source_id as "sourceId", target_id as "targetId"`,
    [column(added, 'typeId'), column(added, 'sourceId'), column(added, 'targetId')],
  );
  return rows;
}

/** A column of rows, as `unnest` expects it. */
const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] =>
  rows.map((row) => row[key]);
