import { sql } from 'kysely';
import { avatarOf, lockedUntil } from '../auth/index.ts';
import { dayAt } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { entityTypes } from '../declarations.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import {
  active,
  and,
  type Condition,
  choice,
  computed,
  everything,
  field,
  fromFilter,
  holdsWords,
  knownId,
  labels,
  listPage,
  not,
  type Page,
  property,
  scanned,
  within,
} from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { peopleSearch } from '../people-search/index.ts';
import { heldTermsOf, soleCapabilitiesOf } from '../positions/index.ts';
import { administrationCodes } from '../roles/index.ts';
import { keptOf, type SavedList, savedViewsFrom } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { ListFrame, Person, RoleChoice, UserLine, ViewCounts } from './person.ts';
import { userTable } from './schema.ts';
import { texts } from './texts.ts';
import { userFacts } from './user-facts.ts';

const hasNoRole = sql<boolean>`exists (
  select from user_roles k where k.user_id = e.id and k.first_role is null)`;
const holdsRoleWith = (code: PermissionCode) => sql<boolean>`exists (
  select from relations r where r.relation_type_id = ${knownId('relation_type', 'has_role')}
    and r.source_id = e.id and r.target_id = any(known_roles(${sql.lit(code)})))`;
const isAdministrator = and(active, ...administrationCodes.map((code) => holdsRoleWith(code)));
/** The same from the roles of one user at a time, for rows that no index finds. */
const administers = sql.join(
  administrationCodes.map(
    (code) => sql`bool_or(r.target_id = any(array(
      select g.role_id from role_grants g join entities role on role.id = g.role_id and role.is_active
      where g.codes @> array[${sql.lit(code)}])))`,
  ),
  sql` and `,
);
const heldBy = sql`from relations r
  where r.source_id = e.id and ${relatedBy('r', 'has_role')}`;
const isOrdinary = scanned(
  sql<boolean>`(select count(*) > 0 and not (e.is_active and ${administers}) ${heldBy})`,
);
const hasSignedIn = scanned(sql<boolean>`exists (
  select from credentials c where c.user_id = e.id and c.last_sign_in_at is not null)`);

const shown = {
  username: within(peopleSearch, field('name')),
  displayName: within(peopleSearch, field('label')),
  email: within(peopleSearch, property(entityTypes.user, 'email')),
  roles: labels('has_role', { to: 'role' }),
  isActive: field('isActive'),
  createdAt: field('createdAt'),
  updatedAt: field('updatedAt'),
  avatar: computed(avatarOf(sql`e.id`)),
};

/**
 * Columns that the list sorts and filters by, under the names in the address (spec people#list,
 * people#filters).
 */
const filterable = {
  username: shown.username,
  display_name: shown.displayName,
  email: shown.email,
  role: {
    ...shown.roles,
    order: sql`k.first_role`,
    kept: { join: sql`join user_roles k on k.user_id = e.id`, id: sql`k.user_id` },
  },
  access: choice({
    none: hasNoRole,
    administrator: isAdministrator,
    ordinary: isOrdinary,
  }),
  status: choice({ active, inactive: sql<boolean>`not e.is_active` }),
  signed_in: choice({ yes: hasSignedIn, never: not(hasSignedIn) }),
  created_at: shown.createdAt,
  updated_at: shown.updatedAt,
};

/**
 * Whether `codes` cover all permissions of a user's roles. An object is searched by bisection; two
 * arrays would be compared element by element.
 */
const isCovered = (codes: ReadonlySet<PermissionCode>) =>
  computed<boolean>(sql`not exists (
    select from relations held
    where held.source_id = e.id and ${relatedBy('held', 'has_role')}
      and held.target_id = any(array(select role_id from role_grants where not ${JSON.stringify(Object.fromEntries([...codes].map((code) => [code, true])))}::jsonb ?& codes))
    offset 0)`);

/** The filter of a list's address. An invalid filter matches no user (spec lists#filters). */
const filterOf = ({ filter, problem, timeZone }: TableState): Condition =>
  problem === undefined ? fromFilter(filterable, filter, timeZone) : sql<boolean>`false`;

/** All rows that a list's address describes. */
const matching = (state: TableState): Condition =>
  and(filterOf(state), state.search === '' ? everything : holdsWords(peopleSearch, state.search));

export const orderOf = ({ sort }: TableState) => {
  const column = Object.hasOwn(filterable, sort.key)
    ? filterable[sort.key as keyof typeof filterable]
    : filterable.display_name;
  return { column, descending: sort.direction === 'desc' };
};

/** Returns one page of the list, in one statement. @param codes the reader's permissions */
export const listUsers = (
  db: Db,
  state: TableState,
  codes: ReadonlySet<PermissionCode>,
): Promise<Page<UserLine>> =>
  listPage(db, {
    type: 'user',
    columns: { ...shown, isWithinReach: isCovered(codes) },
    where: filterOf(state),
    search: { in: peopleSearch, words: state.search },
    orderBy: orderOf(state),
    page: { number: state.page, size: state.size, after: state.after, before: state.before },
  });

/** The columns of the export. */
export const exported = shown;

/** The list as users keep columns and views of it. */
export const userList: SavedList = {
  type: 'user',
  table: userTable(),
  may: 'users.list',
  keys: { columns: 'pref.users_table_columns', views: 'pref.users_views' },
  setting: { name: 'users_table_columns', label: texts.columnsSetting },
  noun: { one: 'user', many: texts.noun },
  matching,
};

/**
 * Views that need a count stop here, because counting more takes too long. The total is maintained.
 */
const countedUpTo = 150;

const noneCounted: ViewCounts = {
  all: 0,
  active: 0,
  inactive: 0,
  administrators: 0,
  withoutRole: 0,
  neverSignedIn: 0,
};

/** Reads everything around the rows of the list, in one statement. */
export async function readListFrame(db: Db, readerId: string): Promise<ListFrame> {
  const { rows } = await sql<{
    roles: ListFrame['roles'];
    counts: ViewCounts;
    columns: string | null;
    views: string | null;
  }>`
    select
      coalesce((select json_agg(json_build_object('id', r.id::text, 'name', r.name, 'label', r.label) order by r.sort_order, r.id)
        from entities r where r.entity_type = 'role' and r.is_active), '[]') as roles,
      (select json_build_object('all', n.active + n.inactive, 'active', n.active, 'inactive', n.inactive,
          'withoutRole', (select case when count(*) <= ${sql.lit(countedUpTo)} then count(*) end
            from (select from user_roles where first_role is null limit ${sql.lit(countedUpTo + 1)}) w),
          'administrators', case when few then (select count(*) from entities e where e.entity_type = 'user' and e.is_active and (select ${administers} ${heldBy})) end,
          'neverSignedIn', case when few then (select count(*) from entities e where e.entity_type = 'user' and not ${hasSignedIn}) end)
        from (select coalesce(sum(t.amount) filter (where t.is_active), 0)::int as active,
            coalesce(sum(t.amount) filter (where not t.is_active), 0)::int as inactive,
            coalesce(sum(t.amount), 0) <= ${sql.lit(countedUpTo)} as few
          from entity_tallies t where t.entity_type = 'user') n) as counts,
      ${keptOf(userList, readerId)}`.execute(db);
  const { roles = [], counts = noneCounted, columns = null, views = null } = rows[0] ?? {};
  return { roles, counts, columns, views: savedViewsFrom(views) };
}

/**
 * Returns the user with an id; `undefined` if there is none or it is of another type (spec
 * requests#input).
 * @param now for what depends on the day, such as positions; omitted: those are empty
 */
export async function findPerson(db: Db, id: string, now?: Date): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select ${userFacts},
      array(select distinct unnest(given.codes) as code from ${heldRoles} join role_grants given on given.role_id = role.id order by code) as codes,
      c.last_sign_in_at as "lastSignInAt",
      case when c.user_id is null then 'missing' when c.must_change then 'initial' else 'own' end as "passwordIs",
      ${now === undefined ? none : heldTermsOf(sql`e.id`, dayAt(now))} as positions,
      ${now === undefined ? none : soleCapabilitiesOf(sql`e.id`, dayAt(now))} as stops,
      (select count(*)::integer from sessions s where s.user_id = e.id) as sessions,
      ${lockedUntil(sql`e.name`, now)} as "lockedUntil"
    from entities e left join credentials c on c.user_id = e.id
    where e.id = ${id} and e.entity_type = 'user'`.execute(db);
  return rows[0];
}

const none = sql`'[]'::json`;

const heldRoles = sql`relations held join entities role on role.id = held.target_id
  and held.source_id = e.id and ${relatedBy('held', 'has_role')}`;

/** Returns the roles that can be selected, in order. */
export async function listRoleChoices(db: Db): Promise<readonly RoleChoice[]> {
  const { rows } = await sql<RoleChoice>`
    select role.id, role.name, role.label,
      coalesce(role.properties ->> 'description', '') as description,
      coalesce(role.properties ->> 'is_default' in ('1', 'true'), false) as "isDefault",
      coalesce(given.codes, '{}') as codes
    from entities role left join role_grants given on given.role_id = role.id where role.entity_type = 'role' and role.is_active order by role.sort_order, role.id`.execute(
    db,
  );
  return rows;
}

export type Namesake = Pick<Person, 'id' | 'username'> & { readonly label: string };

/** Returns the user who has a user name, in any spelling. */
export async function findNamesake(
  db: Db,
  username: string,
  exceptId?: string,
): Promise<Namesake | undefined> {
  const { rows } = await sql<Namesake>`
    select id, name as username, label from entities where entity_type = 'user' and user_name_key(name) = user_name_key(${username}) and id is distinct from ${exceptId ?? null}::bigint
    limit 1`.execute(db);
  return rows[0];
}
