import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/**
 * Anything that is stored: a user, a role, a meeting. Ids are decimal texts, as the driver gives
 * 64-bit numbers.
 */
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
 * All entities of a type, by their order and then their age. For types with few of them; lists that
 * grow are a page of `list/`.
 */
export const listEntities = (db: Db, type: string): Promise<Entity[]> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .orderBy('sort_order')
    .orderBy('id')
    .execute();

/** The entity with an id; `undefined` when there is none. */
export const findEntity = (db: Db, id: string): Promise<Entity | undefined> =>
  db.selectFrom('entities').select(columns).where('id', '=', id).executeTakeFirst();

/** The entity that a type and a name point at; `undefined` when there is none. */
export const findEntityByName = (db: Db, type: string, name: string): Promise<Entity | undefined> =>
  db
    .selectFrom('entities')
    .select(columns)
    .where('entity_type', '=', type)
    .where('name', '=', name)
    .executeTakeFirst();

/**
 * The entities among `ids` that are of a type; ids of other types are left out (spec
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

/** Entities of a type whose property has a value. */
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
