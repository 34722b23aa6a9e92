import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { refuse } from './outcome.ts';
import { isSensitive } from './schema.ts';
import { texts } from './texts.ts';

/**
 * Sets and removes (`undefined`) properties of an entity, in one statement; others stay as they are. Refused for keys that name a
 * secret: those have tables of their own (spec ontology#secrets). Through `changeEntity` only what differs gets here.
 */
export async function writeProperties(tx: Tx, entityId: string, changes: Readonly<Record<string, string | undefined>>): Promise<void> {
  const secret = Object.keys(changes).find(isSensitive);
  if (secret !== undefined) throw refuse({ field: secret, message: texts.secretProperty(secret) });
  const gone = Object.keys(changes).filter((key) => changes[key] === undefined);
  const set = JSON.stringify(changes);
  await sql`
    with gone as (delete from entity_properties where entity_id = ${entityId} and key = any(${gone}::text[]))
    insert into entity_properties (entity_id, key, value)
    select ${entityId}::bigint, x.key, x.value from jsonb_each_text(${set}::jsonb) x order by x.key
    on conflict (entity_id, key) do update set value = excluded.value where entity_properties.value <> excluded.value`.execute(tx);
}

/** Sets one property of several entities, by their ids, in one statement (spec ontology#commands). */
export async function writePropertyOfEach(tx: Tx, key: string, values: ReadonlyMap<string, string>): Promise<void> {
  if (values.size === 0) return;
  await sql`
    insert into entity_properties (entity_id, key, value)
    select id, ${key}, value from unnest(${[...values.keys()]}::bigint[], ${[...values.values()]}::text[]) as given(id, value) order by id
    on conflict (entity_id, key) do update set value = excluded.value where entity_properties.value <> excluded.value`.execute(tx);
}
