import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Texts } from './schema.ts';

/** An entity with its properties as they are stored, at one moment. */
export interface EntitySnapshot {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly isActive: boolean;
  /** Counts the transactions that changed it, its properties or the relations that begin at it. */
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly properties: Texts;
}

/** The entity of a type with an id, in one statement; `undefined` when there is none. */
export async function readSnapshot(db: Db, type: string, id: string): Promise<EntitySnapshot | undefined> {
  const { rows } = await sql<EntitySnapshot>`
    select e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive", e.version,
      e.created_at as "createdAt", e.updated_at as "updatedAt",
      coalesce((select json_object_agg(p.key, p.value order by p.key) from entity_properties p where p.entity_id = e.id), '{}') as properties
    from entities e where e.id = ${id} and e.entity_type = ${type}`.execute(db);
  return rows[0];
}

/**
 * The same, and nobody else can change it until the transaction ends. Two statements: one that had to wait for another transaction
 * would see the entity as that left it, and its properties as they were before.
 */
export async function lockSnapshot(tx: Tx, type: string, id: string): Promise<EntitySnapshot | undefined> {
  await sql`select from entities where id = ${id} and entity_type = ${type} for no key update`.execute(tx);
  return readSnapshot(tx, type, id);
}
