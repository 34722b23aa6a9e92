import type { Db, Tx } from '../db/database.ts';

/** A property's text; `undefined` when the entity hasn't got it. */
export async function getProperty(db: Db, entityId: string, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('entity_properties')
    .select('value')
    .where('entity_id', '=', entityId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
}

/** All properties of an entity by their keys. */
export async function getProperties(db: Db, entityId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('entity_properties').select(['key', 'value']).where('entity_id', '=', entityId).orderBy('key').execute();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** Sets properties, in one statement; others stay as they are. */
export async function setProperties(tx: Tx, entityId: string, properties: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(properties).map(([key, value]) => ({ entity_id: entityId, key, value }));
  if (rows.length === 0) return;
  await tx
    .insertInto('entity_properties')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['entity_id', 'key']).doUpdateSet((excluded) => ({ value: excluded.ref('excluded.value') })))
    .execute();
}

/** Removes a property; nothing happens when it isn't there. */
export async function deleteProperty(tx: Tx, entityId: string, key: string): Promise<void> {
  await tx.deleteFrom('entity_properties').where('entity_id', '=', entityId).where('key', '=', key).execute();
}
