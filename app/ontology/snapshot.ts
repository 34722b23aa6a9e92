import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { type Entity, entityColumns } from './lookup.ts';
import type { Texts } from './schema.ts';

/** An entity with its stored properties at one moment. */
export interface EntitySnapshot extends Entity {
  readonly properties: Texts;
}

/** The columns of an `EntitySnapshot`, of the entity `alias`. */
export const snapshotColumns = (alias: string) => {
  const of = sql.ref(alias);
  return sql`${of}.id, ${of}.entity_type as type, ${of}.name, ${of}.label, ${of}.sort_order as "sortOrder",
    ${of}.is_active as "isActive", ${of}.version, ${of}.created_at as "createdAt", ${of}.updated_at as "updatedAt", ${of}.properties`;
};

/**
 * Returns the entity of a type with an id, locked until the transaction ends; `undefined` if there
 * is none.
 */
export async function lockSnapshot(
  tx: Tx,
  type: string,
  id: string,
): Promise<EntitySnapshot | undefined> {
  const { rows } = await sql<EntitySnapshot>`
    select ${entityColumns}, properties from entities
    where id = ${id} and entity_type = ${type} for no key update`.execute(tx);
  return rows[0];
}
