import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { PropertyReference } from './bulk-read.ts';

interface References {
  readonly type: string;
  /** Names of entities, each with the names that its properties refer to. */
  readonly items: readonly (readonly [name: string, refs: Readonly<Record<string, string>>])[];
  /** The properties that may be set. */
  readonly targets: readonly PropertyReference[];
  /** Whether entities from before this transaction are changed, too. */
  readonly replaces: boolean;
}

/**
 * Sets properties that hold ids of other entities, by their names, in one statement. Names that are
 * not there are left out. Returns how many entities changed.
 */
export async function setReferences(
  tx: Tx,
  { type, items, targets, replaces }: References,
): Promise<number> {
  const given = items.flatMap(([name, refs]) =>
    targets.flatMap(({ key, to }) =>
      Object.hasOwn(refs, key) ? [{ name, key, to, target: refs[key] }] : [],
    ),
  );
  const { rows } = await sql`
    with found as materialized (
      select e.id, jsonb_object_agg(g.key, t.id::text) as ids
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) g(name text, key text, "to" text, target text)
        join entities e on e.entity_type = ${type} and e.name = g.name
        join entities t on t.entity_type = g."to" and t.name = g.target
      where e.created_at = now() or ${replaces}
      group by e.id order by e.id)
    update entities e set properties = e.properties || f.ids, updated_at = now()
    from found f where e.id = f.id and not e.properties @> f.ids returning e.id`.execute(tx);
  return rows.length;
}
