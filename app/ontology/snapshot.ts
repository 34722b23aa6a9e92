import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { type Entity, entityColumns } from './lookup.ts';
import type { Texts } from './schema.ts';

/** An entity with its stored properties at one moment. */
export interface EntitySnapshot extends Entity {
  readonly properties: Texts;
}

/** The columns of an `EntitySnapshot`, of the entity `alias`. */
export const snapshotColumns = (alias: string) =>
  sql`${entityColumns(alias)}, ${sql.ref(alias)}.properties`;

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
    select ${snapshotColumns('e')} from entities e
    where id = ${id} and entity_type = ${type} for no key update`.execute(tx);
  return rows[0];
}
