import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Catalogue, EffectiveAccess, RoleDetail, RoleLine } from './role.ts';

const given = (roleId: ReturnType<typeof sql>) => sql`(
  select coalesce((select to_json(g.codes) from role_grants g where g.role_id = ${roleId}), '[]'))`;

const holders = (roleId: ReturnType<typeof sql>) =>
  sql`(select coalesce(sum(t.amount), 0)::integer from role_tallies t where t.role_id = ${roleId})`;

const described = sql`role.id, role.name, role.label,
  coalesce(role.properties ->> 'description', '') as description,
  coalesce(role.properties ->> 'is_default' in ('1', 'true'), false) as "isDefault"`;
const roleColumns = sql`${described}, ${given(sql`role.id`)} as codes`;

/** Returns all active roles in order, in one statement. */
export async function listRoles(db: Db): Promise<readonly RoleLine[]> {
  const { rows } = await sql<RoleLine>`
    select ${described}, coalesce(to_json(given.codes), '[]') as codes, coalesce(held.holders, 0) as holders
    from entities role
      left join role_grants given on given.role_id = role.id
      left join (select role_id, sum(amount)::integer as holders from role_tallies group by role_id) held on held.role_id = role.id
    where role.entity_type = 'role' and role.is_active order by role.sort_order, role.id`.execute(
    db,
  );
  return rows;
}

/** Returns the role with an id; `undefined` if there is none. */
export async function findRole(db: Db, id: string): Promise<RoleDetail | undefined> {
  const { rows } = await sql<
    Omit<RoleDetail, 'lastChange'> & { changedBy: string | null; changedAt: Date | null }
  >`
    select ${roleColumns}, ${holders(sql`role.id`)} as holders, role.version, last.by as "changedBy", last.at as "changedAt"
    from entities role left join lateral (
      select coalesce((select label from entities where id = a.actor_id), a.actor_name) as by, a.at from audit_log a
      where a.target_type = 'role' and a.target_id = role.id and a.outcome = 'success' order by a.seq desc limit 1) last on true
    where role.id = ${id} and role.entity_type = 'role'`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { changedBy, changedAt, ...role } = row;
  return {
    ...role,
    lastChange: changedBy === null || changedAt === null ? null : { by: changedBy, at: changedAt },
  };
}

/** Returns all active permissions and menu entries, in one statement. */
export async function readCatalogue(db: Db): Promise<Catalogue> {
  const { rows } = await sql<Catalogue>`
    select
      coalesce((select json_agg(json_build_object('id', p.id::text, 'code', p.name, 'label', p.label,
          'description', coalesce(p.properties ->> 'description', ''), 'group', coalesce(p.properties ->> 'group_name', 'Other'))
          order by lower(coalesce(p.properties ->> 'group_name', 'Other')), p.sort_order, p.id)
        from entities p
        where p.entity_type = 'permission' and p.is_active), '[]') as permissions,
      ${menuEntries} as "menuEntries"`.execute(db);
  return rows[0] ?? { permissions: [], menuEntries: [] };
}

const menuEntries = sql`coalesce((
  select json_agg(json_build_object('id', n.id::text, 'name', n.name, 'label', n.label, 'url', coalesce(n.properties ->> 'url', ''), 'parent', n.properties ->> 'parent', 'requires', array(
      select code.name from relations needs join entities code on code.id = needs.target_id
      where needs.source_id = n.id and ${relatedBy('needs', 'requires_permission')}))
    order by n.sort_order, n.id)
  from entities n
  where n.entity_type = 'nav_item' and n.is_active), '[]')`;

/**
 * Returns a user's permissions, whether or not they can currently sign in; `undefined` if there is
 * no such user. One statement.
 */
export async function findEffectiveAccess(
  db: Db,
  userId: string,
): Promise<EffectiveAccess | undefined> {
  const { rows } = await sql<EffectiveAccess>`
    select u.id, u.label, u.is_active as "isActive", ${menuEntries} as "menuEntries",
      array(select role.label from ${heldBy} order by role.sort_order, role.id) as roles,
      array(select distinct unnest(given.codes) from ${heldBy} join role_grants given on given.role_id = role.id) as codes
    from entities u where u.id = ${userId} and u.entity_type = 'user'`.execute(db);
  return rows[0];
}

const heldBy = sql`relations held
  join entities role on role.id = held.target_id and role.is_active and held.source_id = u.id and ${relatedBy('held', 'has_role')}`;
