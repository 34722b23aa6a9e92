import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Entry } from './tree.ts';

/** Returns all menu entries in order, including hidden ones, in one statement. */
export async function listEntries(db: Db): Promise<readonly Entry[]> {
  const { rows } = await sql<Entry>`
    select n.id, n.name, n.label, n.version, n.sort_order as place, n.is_active as "isActive",
      coalesce(n.properties ->> 'url', '') as url, n.properties ->> 'parent' as parent,
      array(select p.label from relations needs join entities p on p.id = needs.target_id
        where needs.source_id = n.id and ${relatedBy('needs', 'requires_permission')}
        order by p.id) as requires
    from entities n
    where n.entity_type = 'nav_item' order by n.sort_order, n.id`.execute(db);
  return rows;
}

/** Locks and returns the whole menu until the transaction ends. */
export async function lockEntries(tx: Tx): Promise<readonly Entry[]> {
  await sql`select from entities where entity_type = 'nav_item' order by id for no key update`.execute(
    tx,
  );
  return listEntries(tx);
}
