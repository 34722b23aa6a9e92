import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Scope } from './token.ts';

/** Returns the permissions that a user can grant to a token, with labels and groups. */
export async function listScopes(
  db: Db,
  held: ReadonlySet<PermissionCode>,
): Promise<readonly Scope[]> {
  const { rows } = await sql<Scope>`
    select p.name as code, p.label,
      coalesce(p.properties ->> 'group_name', 'Other') as "group"
    from entities p where p.entity_type = 'permission' and p.is_active and p.name = any(${[...held]}::text[])
    order by "group", p.sort_order, p.name`.execute(db);
  return rows;
}
