import { type RawBuilder, sql } from 'kysely';
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
  /** Number of transactions that changed it, its properties or its outgoing relations. */
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The columns of an `Entity`, of the entity `alias`. */
export const entityColumns = (alias: string) => {
  const of = sql.ref(alias);
  return sql`${of}.id, ${of}.entity_type as type, ${of}.name, ${of}.label, ${of}.sort_order as "sortOrder",
    ${of}.is_active as "isActive", ${of}.version, ${of}.created_at as "createdAt", ${of}.updated_at as "updatedAt"`;
};

/** By order and then age. */
async function find(db: Db, condition: RawBuilder<unknown>): Promise<Entity[]> {
  const { rows } = await sql<Entity>`
    select ${entityColumns('e')} from entities e where ${condition} order by sort_order, id`.execute(
    db,
  );
  return rows;
}

/** Returns all entities of a type with few entities; lists that grow are paged with `list/`. */
export const listEntities = (db: Db, type: string): Promise<Entity[]> =>
  find(db, sql`entity_type = ${type}`);

/** Returns the entity with an id; `undefined` if there is none. */
export const findEntity = async (db: Db, id: string): Promise<Entity | undefined> =>
  (await find(db, sql`id = ${id}`))[0];

/** Returns the entity with a type and name; `undefined` if there is none. */
export const findEntityByName = async (
  db: Db,
  type: string,
  name: string,
): Promise<Entity | undefined> =>
  (await find(db, sql`entity_type = ${type} and name = ${name}`))[0];

/**
 * Returns the entities among `ids` that are of a type; ids of other types are omitted (spec
 * requests#input).
 */
export const findEntities = (db: Db, type: string, ids: readonly string[]): Promise<Entity[]> =>
  find(db, sql`entity_type = ${type} and id = any(${ids}::bigint[])`);
