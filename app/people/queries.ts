import { sql } from 'kysely';
import { lockedUntil } from '../auth/index.ts';
import type { Db } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import {
  and,
  type Condition,
  computed,
  field,
  fromFilter,
  labels,
  type Page,
  pivot,
  property,
  type RowOf,
  search,
} from '../ontology/pivot.ts';
import { administrationCodes, holdersOf } from '../roles/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { ListFrame, Person, RoleChoice, UserLine, ViewCounts } from './person.ts';
import { savedViewsFrom, viewsKey } from './views.ts';

const has = sql`(select from relations r where r.source_id = e.id and r.relation_type_id = ${relationTypeId('has_role')})`;
const [manage, assign] = administrationCodes;
const isAdministrator = sql<boolean>`(e.is_active and e.id in ${holdersOf(manage)} and e.id in ${holdersOf(assign)})`;
const hasSignedIn = sql<boolean>`exists (select from credentials c where c.user_id = e.id and c.last_sign_in_at is not null)`;

const shown = {
  username: field('name'),
  displayName: field('label'),
  email: property('user', 'email'),
  roles: labels('has_role'),
  isActive: field('isActive'),
  createdAt: field('createdAt'),
  updatedAt: field('updatedAt'),
  avatar: computed<string | null>(sql`(select a.digest from avatars a where a.user_id = e.id)`),
};

/** What the list sorts and filters by, under the names of the address (admin.md 6.1, 6.2). */
const filterable = {
  username: shown.username,
  display_name: shown.displayName,
  email: shown.email,
  role: shown.roles,
  access: computed<string>(
    sql`case when not exists ${has} then 'none' when ${isAdministrator} then 'administrator' else 'ordinary' end`,
    'choice',
  ),
  status: computed<string>(sql`case when e.is_active then 'active' else 'inactive' end`, 'choice'),
  signed_in: computed<string>(sql`case when ${hasSignedIn} then 'yes' else 'never' end`, 'choice'),
  created_at: shown.createdAt,
  updated_at: shown.updatedAt,
};

/** Whether `codes` cover all that the roles of a user allow. */
const isCovered = (codes: ReadonlySet<PermissionCode>) =>
  computed<boolean>(sql`not exists (
    select from relations held
      join relations given on given.source_id = held.target_id and given.relation_type_id = ${relationTypeId('has_permission')}
      join entities permission on permission.id = given.target_id and permission.is_active
    where held.source_id = e.id and held.relation_type_id = ${relationTypeId('has_role')} and permission.name <> all(${[...codes]}::text[]))`);

const searched = [shown.displayName, shown.username, shown.email];

/** The rows that a list's address describes. A filter that can't be used matches nobody (admin.md 15.3). */
export const matching = ({ search: words, filter, problem }: TableState): Condition =>
  problem === undefined ? and(fromFilter(filterable, filter), search(searched, words)) : sql<boolean>`false`;

export const orderOf = ({ sort }: TableState) => {
  const column = Object.hasOwn(filterable, sort.key) ? filterable[sort.key as keyof typeof filterable] : filterable.display_name;
  return { column, descending: sort.direction === 'desc' };
};

/** One page of the list, in one statement. @param codes what the reader may do */
export const listUsers = (db: Db, state: TableState, codes: ReadonlySet<PermissionCode>): Promise<Page<UserLine>> =>
  pivot(db, {
    type: 'user',
    columns: { ...shown, isWithinReach: isCovered(codes) },
    where: matching(state),
    orderBy: orderOf(state),
    page: { number: state.page, size: state.size },
  });

/** The columns of the export. */
export const exported = shown;
export type ExportedUser = RowOf<typeof exported>;

/** More users than these aren't counted for the views: it would take longer than it tells. */
const countedUpTo = 1000;

/** Everything around the rows of the list, in one statement. */
export async function readListFrame(db: Db, readerId: string): Promise<ListFrame> {
  const { rows } = await sql<{ roles: ListFrame['roles']; counts: ViewCounts | null; columns: string | null; views: string | null }>`
    select
      coalesce((select json_agg(json_build_object('id', r.id::text, 'name', r.name, 'label', r.label) order by r.sort_order, r.id)
        from entities r where r.entity_type = 'role' and r.is_active), '[]') as roles,
      (select json_build_object('all', count(*), 'active', count(*) filter (where e.is_active), 'inactive', count(*) filter (where not e.is_active),
          'administrators', count(*) filter (where ${isAdministrator}), 'withoutRole', count(*) filter (where not exists ${has}),
          'neverSignedIn', count(*) filter (where not ${hasSignedIn}))
        from entities e where e.entity_type = 'user' and (select count(*) <= ${sql.lit(countedUpTo)} from (
          select from entities where entity_type = 'user' limit ${sql.lit(countedUpTo + 1)}) few)
        having count(*) > 0) as counts,
      coalesce(
        (select p.value from entity_properties p where p.entity_id = ${readerId} and p.key = 'pref.users_table_columns'),
        (select p.value from entities s join entity_properties p on p.entity_id = s.id and p.key = 'value'
          where s.entity_type = 'setting' and s.name = 'users_table_columns')) as columns,
      (select p.value from entity_properties p where p.entity_id = ${readerId} and p.key = ${viewsKey}) as views`.execute(db);
  const { roles = [], counts = null, columns = null, views = null } = rows[0] ?? {};
  return { roles, counts, columns, views: savedViewsFrom(views) };
}

/** The user with an id; `undefined` when there is none, or it is something else (access.md 12.4). */
export async function findPerson(db: Db, id: string, now?: Date): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select e.id, e.name as username, e.label as "displayName", e.is_active as "isActive", e.version, e.created_at as "createdAt",
      coalesce((select p.value from entity_properties p where p.entity_id = e.id and p.key = 'email'), '') as email,
      coalesce((select json_agg(json_build_object('id', role.id::text, 'name', role.name, 'label', role.label) order by role.sort_order, role.id)
        from ${heldRoles}), '[]') as roles,
      array(select distinct permission.name from ${heldRoles}
        join relations given on given.source_id = role.id and given.relation_type_id = ${relationTypeId('has_permission')}
        join entities permission on permission.id = given.target_id and permission.is_active order by permission.name) as codes,
      c.last_sign_in_at as "lastSignInAt",
      case when c.user_id is null then 'missing' when c.must_change then 'initial' else 'own' end as "passwordIs",
      array(select position.label || coalesce(' (' || (
          select tor.label from relations belongs join entities tor on tor.id = belongs.target_id
          where belongs.source_id = position.id and belongs.relation_type_id = ${relationTypeId('belongs_to_tor')} limit 1) || ')', '')
        from relations fills join entities position on position.id = fills.target_id
        where fills.source_id = e.id and fills.relation_type_id = ${relationTypeId('fills_position')} order by position.label limit 20) as positions,
      (select count(*)::integer from sessions s where s.user_id = e.id) as sessions,
      ${lockedUntil(sql`e.name`, now)} as "lockedUntil"
    from entities e left join credentials c on c.user_id = e.id
    where e.id = ${id} and e.entity_type = 'user'`.execute(db);
  return rows[0];
}

const heldRoles = sql`relations held join entities role on role.id = held.target_id
  and held.source_id = e.id and held.relation_type_id = ${relationTypeId('has_role')}`;

/** The roles that can be ticked, in their order. */
export async function listRoleChoices(db: Db): Promise<readonly RoleChoice[]> {
  const { rows } = await sql<RoleChoice>`
    select role.id, role.name, role.label,
      coalesce((select p.value from entity_properties p where p.entity_id = role.id and p.key = 'description'), '') as description,
      exists (select from entity_properties p where p.entity_id = role.id and p.key = 'is_default' and p.value in ('1', 'true')) as "isDefault",
      array(select permission.name from relations given join entities permission on permission.id = given.target_id and permission.is_active
        where given.source_id = role.id and given.relation_type_id = ${relationTypeId('has_permission')}) as codes
    from entities role where role.entity_type = 'role' and role.is_active order by role.sort_order, role.id`.execute(db);
  return rows;
}

/** Who has a user name already, whatever its case: names that differ in case only would be taken for each other. */
export async function findNamesake(db: Db, username: string, exceptId?: string): Promise<{ readonly label: string } | undefined> {
  const { rows } = await sql<{ label: string }>`
    select label from entities where entity_type = 'user' and lower(name) = lower(${username}) and id is distinct from ${exceptId ?? null}::bigint
    limit 1`.execute(db);
  return rows[0];
}

/** Ids of the rows that a list's address describes, at most `most` and one. */
export async function listMatchingIds(db: Db, state: TableState, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entities e where e.entity_type = 'user' and ${matching(state)} order by e.id limit ${most + 1}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Labels of users by id; ids of anything else are left out. */
export async function listLabels(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`
    select id, label from entities where entity_type = 'user' and id = any(${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, label }) => [id, label]));
}

/** How many rows a list's address describes, exactly. */
export async function countMatching(db: Db, state: TableState): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from entities e where e.entity_type = 'user' and ${matching(state)}`.execute(db);
  return rows[0]?.count ?? 0;
}
