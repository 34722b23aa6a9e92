import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { type Interruption, refuse, refuseConflict, refuseMissing } from './outcome.ts';
import { changedProperties } from './properties.ts';
import { type EntityType, formatProperties, type PropertyChanges, type Texts } from './schema.ts';
import { type EntitySnapshot, lockSnapshot, snapshotColumns } from './snapshot.ts';
import { texts } from './texts.ts';

export interface NewEntity<Type extends EntityType> {
  readonly type: Type;
  /** Unique within the type. Use `uniqueName` if no user chose one. */
  readonly name: string;
  readonly label: string;
  /** @default 0 */
  readonly sortOrder?: number;
  /** @default true */
  readonly isActive?: boolean;
  readonly properties?: PropertyChanges<Type>;
  /** Properties as text, for keys outside the schema. */
  readonly texts?: Texts;
}

/** Stores an entity with its properties. Refused if the name is taken within its type. */
export async function insertEntity<Type extends EntityType>(
  tx: Tx,
  { type, name, label, sortOrder = 0, isActive, properties, texts }: NewEntity<Type>,
): Promise<EntitySnapshot> {
  const stored = defined({ ...texts, ...(properties && formatProperties<Type>(properties)) });
  const [made] = await insertAll(tx, type, [
    { name, label, sortOrder, isActive, properties: stored },
  ]);
  return made as EntitySnapshot;
}

/** An entity to store together with others of its type. */
export interface CopiedEntity {
  /** Unique within the type. */
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  /** @default true */
  readonly isActive?: boolean | undefined;
  readonly properties: Texts;
}

/**
 * Stores several entities of a type, in one statement. Returns their ids in order. Refused if a name
 * is taken.
 */
export const insertEntities = async (
  tx: Tx,
  type: EntityType,
  entities: readonly CopiedEntity[],
): Promise<readonly string[]> =>
  entities.length === 0 ? [] : (await insertAll(tx, type, entities)).map(({ id }) => id);

async function insertAll(
  tx: Tx,
  type: EntityType,
  entities: readonly CopiedEntity[],
): Promise<readonly EntitySnapshot[]> {
  const { rows } = await sql<EntitySnapshot>`
    insert into entities (entity_type, name, label, sort_order, is_active, properties)
    select ${type}, w.name, w.label, w."sortOrder", coalesce(w."isActive", true), w.properties
    from json_to_recordset(${JSON.stringify(entities)}::json)
      w(name text, label text, "sortOrder" integer, "isActive" boolean, properties jsonb)
    on conflict (entity_type, name) do nothing
    returning ${snapshotColumns('entities')}`.execute(tx);
  const stored = new Map(rows.map((row) => [row.name, row]));
  return entities.map(({ name }) => {
    const entity = stored.get(name);
    if (entity === undefined) throw nameTaken(type, name);
    return entity;
  });
}

/**
 * Locks and returns the entity of a type with an id until the transaction ends. Ends the command if
 * there is none of this type (spec requests#input), or if it is no longer at the version the actor
 * saw.
 */
export async function lockEntity(
  tx: Tx,
  type: EntityType,
  id: string,
  { version }: { readonly version?: string | undefined } = {},
): Promise<EntitySnapshot> {
  const found = await lockSnapshot(tx, type, id);
  if (found === undefined) throw refuseMissing();
  if (version !== undefined && found.version !== version) throw refuseConflict(found, version);
  return found;
}

export interface EntityChanges<Type extends EntityType> {
  readonly name?: string;
  readonly label?: string;
  readonly sortOrder?: number;
  readonly isActive?: boolean;
  readonly properties?: PropertyChanges<Type>;
  /** Properties as text, for keys outside the schema; `undefined` removes one. */
  readonly texts?: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes what differs from a locked entity and returns the new state. Omitted properties are kept.
 */
export async function changeEntity<Type extends EntityType>(
  tx: Tx,
  before: EntitySnapshot,
  { properties, texts, ...fields }: EntityChanges<Type>,
): Promise<EntitySnapshot> {
  const wanted = { ...texts, ...(properties && formatProperties<Type>(properties)) };
  const different = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => before.properties[key] !== value),
  );
  const after = {
    ...before,
    ...defined(fields),
    properties: defined({ ...before.properties, ...different }),
  };
  if (isDeepStrictEqual(after, before)) return after;
  const { name, label, sortOrder, isActive } = after;
  await sql`
    update entities set name = ${name}, label = ${label}, sort_order = ${sortOrder}, is_active = ${isActive},
      properties = ${changedProperties(different)}, updated_at = now()
    where id = ${before.id}`.execute(tx);
  return after;
}

/** Sets the order of several entities by id, in one statement (spec ontology#commands). */
export async function placeEach(tx: Tx, places: ReadonlyMap<string, number>): Promise<void> {
  if (places.size === 0) return;
  const [ids, numbers] = [[...places.keys()], [...places.values()]];
  await sql`
    update entities e set sort_order = given.place, updated_at = now()
    from unnest(${ids}::bigint[], ${numbers}::integer[]) as given(id, place)
    where e.id = given.id`.execute(tx);
}

/** The entities and relations that a deletion removed. */
export interface Removed {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly label: string;
}

/**
 * Deletes entities with everything they own (spec ontology#ownership), such as a committee with its
 * positions, meetings and minutes. The property `owner` of a relation type defines ownership.
 * Refused for a relation type in use (spec ontology#relation-types-in-use).
 */
export async function removeEntities(tx: Tx, ids: readonly string[]): Promise<readonly Removed[]> {
  const doomed = await lockWithOwned(tx, ids);
  await refuseUsedRelationTypes(tx, doomed);
  const { rows } = await sql<Removed>`
    delete from entities where id = any(${doomed}::bigint[]) returning id, entity_type as type, name, label`.execute(
    tx,
  );
  return rows.toSorted((one, other) => doomed.indexOf(one.id) - doomed.indexOf(other.id));
}

/**
 * Locks `ids` and everything they own, at any depth. No relation can be added to a locked entity,
 * so a round that finds nothing new is complete.
 */
async function lockWithOwned(tx: Tx, ids: readonly string[]): Promise<readonly string[]> {
  let known: readonly string[] = [];
  let found = ids;
  while (found.length > known.length) {
    known = found;
    await sql`select from entities where id = any(${known}::bigint[]) order by id for update`.execute(
      tx,
    );
    const { rows } = await sql<{ id: string }>`
      with recursive owning as (
        select id, properties ->> 'owner' as owner from entities where entity_type = 'relation_type'),
      doomed(id) as (
        select unnest(${known}::bigint[])
        union
        select x.id from doomed d, lateral (
          select r.target_id as id from relations r join owning o on o.id = r.relation_type_id and o.owner = 'source' where r.source_id = d.id
          union all
          select r.source_id from relations r join owning o on o.id = r.relation_type_id and o.owner = 'target' where r.target_id = d.id) x)
      select id from doomed`.execute(tx);
    const more = rows.map(({ id }) => id).filter((id) => !known.includes(id));
    found = [...known, ...more];
  }
  return known;
}

async function refuseUsedRelationTypes(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string; uses: string }>`
    select t.name, count(*) as uses from relations r join entities t on t.id = r.relation_type_id
    where r.relation_type_id = any(${ids}::bigint[]) group by t.name order by t.name`.execute(tx);
  const [used] = rows;
  if (used === undefined) return;
  const message = texts.relationTypeUsed(used.name, used.uses);
  throw refuse({ message, code: 'relation_type_in_use' }, 409);
}

/**
 * Returns a unique name for entities that users do not name (spec ontology#names): words of the
 * label and a random suffix.
 */
export function uniqueName(label: string): string {
  const words = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60);
  const end = Array.from({ length: 10 }, () => randomInt(36).toString(36)).join('');
  return words === '' ? end : `${words}_${end}`;
}

/** The refusal of a name that another entity of the type has. */
const nameTaken = (type: string, name: string): Interruption =>
  refuse({ field: 'name', message: texts.nameTaken(type, name), code: 'name_taken' });

/** The values that are given. */
export const defined = <T extends object>(
  values: T,
): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as ReturnType<typeof defined<T>>;
