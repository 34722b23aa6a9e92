import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';

/** Anything that is stored: a user, a role, a meeting. Ids are decimal texts, as the driver gives 64-bit numbers. */
export interface Entity {
  readonly id: string;
  /** What kind of thing it is: `user`, `tor`, `relation_type` … */
  readonly type: string;
  /** Unique within its type. */
  readonly name: string;
  /** What people read. */
  readonly label: string;
  readonly sortOrder: number;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = [
  'id',
  'entity_type as type',
  'name',
  'label',
  'sort_order as sortOrder',
  'is_active as isActive',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

/** All entities of a type, by their order and then their age. */
export const listEntities = (db: Db, type: string): Promise<Entity[]> =>
  db.selectFrom('entities').select(columns).where('entity_type', '=', type).orderBy('sort_order').orderBy('id').execute();

/** The entity with an id; `undefined` when there is none. */
export const findEntity = (db: Db, id: string): Promise<Entity | undefined> =>
  db.selectFrom('entities').select(columns).where('id', '=', id).executeTakeFirst();

/** The entity that a type and a name point at; `undefined` when there is none. */
export const findEntityByName = (db: Db, type: string, name: string): Promise<Entity | undefined> =>
  db.selectFrom('entities').select(columns).where('entity_type', '=', type).where('name', '=', name).executeTakeFirst();

/** Entities of a type whose property has a value of at most 256 bytes, by an index that leaves longer ones out. */
export const findEntitiesByProperty = (db: Db, { type, key, value }: { type: string; key: string; value: string }): Promise<Entity[]> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .where('id', 'in', (query) =>
      query
        .selectFrom('entity_properties')
        .select('entity_id')
        .where('key', '=', key)
        .where('value', '=', value)
        .where(sql<boolean>`octet_length(value) <= 256`),
    )
    .orderBy('sort_order')
    .orderBy('id')
    .execute();

export interface NewEntity {
  readonly type: string;
  readonly name: string;
  readonly label: string;
  /** @default 0 */
  readonly sortOrder?: number;
}

/** Stores an entity and returns its id. Throws `entity_exists` when its type has one of that name. */
export async function createEntity(tx: Tx, { type, name, label, sortOrder = 0 }: NewEntity): Promise<string> {
  const row = await tx
    .insertInto('entities')
    .values({ entity_type: type, name, label, sort_order: sortOrder })
    .onConflict((conflict) => conflict.columns(['entity_type', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw exists(type, name);
  return row.id;
}

/** Renames an entity. Throws `entity_missing`, or `entity_exists` when another of its type has the name. */
export async function updateEntity(tx: Tx, id: string, { name, label }: { name: string; label: string }): Promise<void> {
  const taken = await tx
    .selectFrom('entities as other')
    .innerJoin('entities as own', 'own.entity_type', 'other.entity_type')
    .select('other.entity_type as type')
    .where('own.id', '=', id)
    .where('other.name', '=', name)
    .whereRef('other.id', '<>', 'own.id')
    .executeTakeFirst();
  if (taken !== undefined) throw exists(taken.type, name);
  const { numUpdatedRows } = await tx
    .updateTable('entities')
    .set({ name, label, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new AppError('entity_missing', { message: 'It was deleted in the meantime.', status: 404, details: { id } });
}

/** Deletes an entity with its properties and relations; nothing happens when it is gone. Throws `relation_type_in_use`. */
export async function deleteEntity(tx: Tx, id: string): Promise<void> {
  const used = await tx.selectFrom('relations').select('id').where('relation_type_id', '=', id).limit(1).executeTakeFirst();
  if (used !== undefined) {
    const message = 'This relation type is in use. Delete its relations first.';
    throw new AppError('relation_type_in_use', { message, status: 409, details: { id } });
  }
  await tx.deleteFrom('entities').where('id', '=', id).execute();
}

function exists(type: string, name: string): AppError {
  return new AppError('entity_exists', {
    message: `There is a ${type.replaceAll('_', ' ')} named "${name}" already.`,
    status: 409,
    details: { type, name },
  });
}
