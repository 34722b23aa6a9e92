import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { refuse } from './outcome.ts';
import { isSensitive } from './schema.ts';
import { texts } from './texts.ts';

/** Texts to set by key; `undefined` removes one. */
export type TextChanges = Readonly<Record<string, string | undefined>>;

/**
 * Returns the properties of an entity after some changes; others are kept. Refuses keys that name a
 * secret: secrets have their own tables (spec ontology#secrets).
 */
export function changedProperties(changes: TextChanges) {
  const secret = Object.keys(changes).find(isSensitive);
  if (secret !== undefined) {
    throw refuse({ field: secret, message: texts.secretProperty(secret) });
  }
  const gone = Object.keys(changes).filter((key) => changes[key] === undefined);
  return sql`(properties - ${gone}::text[]) || ${JSON.stringify(changes)}::jsonb`;
}

/** Sets one property of several entities by id, in one statement (spec ontology#commands). */
export async function writePropertyOfEach(
  tx: Tx,
  key: string,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  if (values.size === 0) return;
  const [ids, texts] = [[...values.keys()], [...values.values()]];
  await sql`
    update entities e
    set properties = e.properties || jsonb_build_object(${key}::text, given.value), updated_at = now()
    from unnest(${ids}::bigint[], ${texts}::text[]) as given(id, value)
    where e.id = given.id and e.properties ->> ${key} is distinct from given.value`.execute(tx);
}
