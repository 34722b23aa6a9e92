import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { plannedForItsValues } from '../../db/named-statements.ts';
import type { EntityKey } from '../../ontology/bulk-relations.ts';
import { isAdministered } from '../../roles/index.ts';
import type { Present } from './rules.ts';

/** Administration of the app, as far as an import could change it. */
export interface AccessState {
  /** Whether an active user can manage and assign roles. */
  readonly administered: boolean;
  /** Number of default roles: one, or none in an empty database. */
  readonly defaultRoles: number;
}

export async function readAccessState(tx: Tx): Promise<AccessState> {
  const { rows } = await sql<AccessState>`
    select ${isAdministered} as administered,
      (select count(*)::integer from entities role
        where role.entity_type = 'role' and role.properties ->> 'is_default' in ('1', 'true')) as "defaultRoles"`.execute(
    tx,
  );
  return rows[0] ?? { administered: false, defaultRoles: 0 };
}

/**
 * Returns those of some entities that exist, with their permissions, by `type:name`: a user through
 * roles, a permission by itself. Names are literals, so that the planner knows their number: joined
 * to a list of unknown size, it looked up each of thousands of new users among all users.
 */
export async function findPresent(
  tx: Tx,
  keys: readonly EntityKey[],
): Promise<ReadonlyMap<string, Present>> {
  if (keys.length === 0) return new Map();
  const ofEachType = [...Map.groupBy(keys, ({ type }) => type)].map(
    ([type, some]) => sql`
      select id, entity_type, name, label from entities where entity_type = ${type} and name = any(${some.map(({ name }) => name)}::text[])`,
  );
  const { rows } = await sql<Present & { key: string }>`${sql.raw(plannedForItsValues)}
    select e.id, e.label, e.entity_type || ':' || e.name as key, case e.entity_type
      when 'permission' then array[e.name]
      when 'role' then array(
        select p.name from relations r join entities t on t.id = r.relation_type_id and t.name = 'has_permission' and t.entity_type = 'relation_type'
          join entities p on p.id = r.target_id and p.entity_type = 'permission' where r.source_id = e.id)
      when 'user' then array(
        select distinct p.name from relations h join entities ht on ht.id = h.relation_type_id and ht.name = 'has_role' and ht.entity_type = 'relation_type'
          join relations r on r.source_id = h.target_id join entities t on t.id = r.relation_type_id and t.name = 'has_permission' and t.entity_type = 'relation_type'
          join entities p on p.id = r.target_id and p.entity_type = 'permission' where h.source_id = e.id)
      else '{}' end as codes,
      case e.entity_type when 'setting' then (select properties ->> 'value' from entities own where own.id = e.id) end as value
    from (${sql.join(ofEachType, sql` union all `)}) e`.execute(tx);
  return new Map(rows.map(({ key, ...present }) => [key, present]));
}
