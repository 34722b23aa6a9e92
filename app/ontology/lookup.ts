import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/**
 * Any stored item: a user, a role, a meeting. Ids are decimal strings, as the driver returns 64-bit
 * numbers.
 */
export interface Entity {
  readonly id: string;
  /** Entity type: `user`, `tor`, `relation_type` … */
  readonly type: string;
  /** Unique within its type. */
  readonly name: string;
  /** Display name. */
  readonly label: string;
  readonly sortOrder: number;
  readonly isActive: boolean;
  readonly version: string;
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
  'version',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

/**
 * Returns all entities of a type, by order and then age. For types with few entities; lists that
 * grow are paged with `list/`.
 */
export const listEntities = (db: Db, type: string): Promise<Entity[]> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .orderBy('sort_order')
    .orderBy('id')
    .execute();

/** Returns the entity with an id; `undefined` if there is none. */
export const findEntity = (db: Db, id: string): Promise<Entity | undefined> =>
  db.selectFrom('entities').select(columns).where('id', '=', id).executeTakeFirst();

/** Returns the entity with a type and name; `undefined` if there is none. */
export const findEntityByName = (db: Db, type: string, name: string): Promise<Entity | undefined> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .where('name', '=', name)
    .executeTakeFirst();

/**
 * Returns the entities among `ids` that are of a type; ids of other types are omitted (spec
 * requests#input).
 */
export const findEntities = (db: Db, type: string, ids: readonly string[]): Promise<Entity[]> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .where('id', '=', sql<string>`any(${ids}::bigint[])`)
    .orderBy('sort_order')
    .orderBy('id')
    .execute();

/** Returns the entities of a type whose property has a value. */
export const findEntitiesByProperty = (
  db: Db,
  { type, key, value }: { type: string; key: string; value: string },
): Promise<Entity[]> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .where(sql<boolean>`properties @> ${JSON.stringify({ [key]: value })}::jsonb`)
    .orderBy('sort_order')
    .orderBy('id')
    .execute();
