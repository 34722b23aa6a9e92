import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { type Entity, entityColumns } from './lookup.ts';
import type { Texts } from './schema.ts';

/** An entity with its stored properties at one moment. */
export interface EntitySnapshot extends Entity {
  readonly properties: Texts;
}

/** Returns the entity of a type with an id, in one statement; `undefined` if there is none. */
export async function readSnapshot(
  db: Db,
  type: string,
  id: string,
): Promise<EntitySnapshot | undefined> {
  const { rows } = await snapshotOf(type, id).execute(db);
  return rows[0];
}

/** The same, locked until the transaction ends. */
export async function lockSnapshot(
  tx: Tx,
  type: string,
  id: string,
): Promise<EntitySnapshot | undefined> {
  const { rows } = await snapshotOf(type, id, sql`for no key update`).execute(tx);
  return rows[0];
}

const snapshotOf = (type: string, id: string, lock = sql``) => sql<EntitySnapshot>`
  select ${entityColumns}, properties from entities where id = ${id} and entity_type = ${type} ${lock}`;
