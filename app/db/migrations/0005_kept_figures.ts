import type { Migration } from '../migration.ts';

/** Runs with its owner's rights: the runtime role may only read these tables. */
const asOwner = 'language plpgsql security definer set search_path = pg_catalog, public, pg_temp';

const idOf = (relationType: string) =>
  `(select id from entities where entity_type = 'relation_type' and name = '${relationType}')`;

const menu = `coalesce((
  select json_agg(json_build_object('name', n.name, 'label', n.label,
      'url', coalesce(n.properties ->> 'url', ''), 'parent', n.properties ->> 'parent', 'needs', array(
        select code.name from relations needs join entities code on code.id = needs.target_id
        where needs.source_id = n.id and needs.relation_type_id = ${idOf('requires_permission')}
        order by code.name)) order by n.sort_order, n.id)
  from entities n where n.entity_type = 'nav_item' and n.is_active), '[]')`;

const settings = `coalesce((
  select json_object_agg(s.name, s.properties ->> 'value') from entities s
  where s.entity_type = 'setting' and s.properties ? 'value'), '{}')`;

const firstRole = (user: string) => `(
    select min(lower(role.label)) from relations r join entities role on role.id = r.target_id
    where r.source_id = ${user} and r.relation_type_id = ${idOf('has_role')})`;

const isMandatory = (position: string) =>
  `coalesce(${position}.properties ->> 'membership_type' = 'mandatory', false)`;

/** Computes all figures from their sources, for empty tables. */
const found = [
  `insert into role_grants (role_id, codes)
  select role.id, coalesce(array_agg(p.name order by p.name) filter (where p.id is not null), '{}')
  from entities role
    left join relations r on r.source_id = role.id and r.relation_type_id = ${idOf('has_permission')}
    left join entities p on p.id = r.target_id and p.entity_type = 'permission' and p.is_active
  where role.entity_type = 'role' group by role.id`,
  `insert into shell_documents (name, content) values ('menu', ${menu}), ('settings', ${settings})`,
  `insert into entity_tallies (entity_type, is_active, amount)
  select entity_type, is_active, count(*) from entities group by 1, 2`,
  `insert into role_tallies (role_id, amount)
  select target_id, count(*) from relations where relation_type_id = ${idOf('has_role')} group by 1`,
  `insert into user_roles (user_id, first_role)
  select id, ${firstRole('u.id')} from entities u where entity_type = 'user'`,
] as const;

/** The days that are not covered by the terms of `termsOfHolders`. */
const vacantDays = `day_multirange(day_range(null, null))
    - coalesce(range_agg(day_range(term.since, term.until, '[]')), '{}')`;

/** `… where …`: the terms `term` in which the positions `fills.target_id` are held. */
const termsOfHolders = `relations fills join entities u on u.id = fills.source_id and u.entity_type = 'user'
    cross join lateral position_terms(fills.properties) term
  where fills.relation_type_id = ${idOf('fills_position')} and term.capacity <> 'substitute_for'
    and coalesce(term.since, '') collate "C" <= coalesce(term.until, '9999-12-31') collate "C"`;

/** The same for positions, of which an empty database has none. */
const positionsFound = `insert into committee_positions (position_id, tor_id, is_mandatory, vacant)
  select p.id, r.target_id, ${isMandatory('p')}, coalesce(held.vacant, '{(,)}')
  from entities p join relations r on r.source_id = p.id and r.relation_type_id = ${idOf('belongs_to_tor')}
    left join (select fills.target_id, ${vacantDays} as vacant from ${termsOfHolders}
      group by 1) held on held.target_id = p.id
  where p.entity_type = 'tor_function'`;

const tables = [
  'role_grants',
  'shell_documents',
  'entity_tallies',
  'role_tallies',
  'user_roles',
  'committee_positions',
] as const;

/** Of a table of changed rows: the relation types, and the sources of one of them. */
const ofType = (rows: string, column: string, type: string) =>
  `(select array_agg(distinct ${column}) from ${rows} where relation_type_id = ${type})`;

/** Positions by committee, with the days on which no one fills a seat (spec positions#vacancies). */
const positions = [
  // Days are text, as terms hold them; the empty ends of a term are open.
  `create type day_range as range (subtype = text, collation = "C", multirange_type_name = day_multirange)`,
  // The only definition of the terms of a relation (spec positions#terms). An entry that is not an
  // object is no term.
  `create function position_terms(properties jsonb) returns table (since text, until text, capacity text)
language sql immutable parallel safe as $$
  select nullif(entry ->> 'since', ''), nullif(entry ->> 'until', ''),
    coalesce(nullif(entry ->> 'capacity', ''), 'holder')
  from jsonb_array_elements(jsonb_build_array(properties) || case
    when properties ->> 'terms' is json array then (properties ->> 'terms')::jsonb else '[]' end) as listed(entry)
  where jsonb_typeof(entry) = 'object'
$$`,
  `create table committee_positions (
  position_id  bigint not null references entities (id) on delete cascade,
  tor_id       bigint not null references entities (id) on delete cascade,
  is_mandatory boolean not null,
  vacant       day_multirange not null,
  primary key (position_id, tor_id)
)`,
  `comment on table committee_positions is 'positions by committee, with the days on which no one fills a seat; kept by triggers'`,
  'create index committee_positions_tor on committee_positions (tor_id, position_id)',
  'create index committee_positions_vacant on committee_positions using gist (vacant) where is_mandatory',
  `create function position_vacancy(position_of bigint) returns day_multirange language sql stable as $$
  select ${vacantDays}
  from ${termsOfHolders} and fills.target_id = position_of
$$`,
  `create function committee_positions_refresh(ids bigint[]) returns void ${asOwner} as $$
begin
  if ids is null then return; end if;
  perform from committee_positions where position_id = any(ids) order by position_id, tor_id for update;
  update committee_positions p set vacant = n.vacant
  from (select id, position_vacancy(id) as vacant from unnest(ids) given(id)) n
  where p.position_id = n.id and p.vacant <> n.vacant;
end $$`,
  `create function kept_of_positions() returns trigger ${asOwner} as $$
begin
  update committee_positions p set is_mandatory = ${isMandatory('new')}
  where p.position_id = new.id;
  return null;
end $$`,
  `create trigger kept_position after update on entities for each row
  when (new.entity_type = 'tor_function'
    and new.properties ->> 'membership_type' is distinct from old.properties ->> 'membership_type')
  execute function kept_of_positions()`,
] as const;

/**
 * Figures computed on write, so that pages need not compute them on read: permissions by role, the
 * menu and settings as pages need them, and the totals of lists. Triggers maintain them in the
 * transaction that causes the change, so they are always exact
 * (docs/decisions/025-one-statement-per-list.md).
 * A row is locked first and recomputed in a separate statement afterwards, so that the second of
 * two writers sees the result of the first.
 */
export const keptFigures: Migration = {
  id: '0005',
  name: 'kept_figures',
  statements: [
    `create table role_grants (
  role_id bigint primary key references entities (id) on delete cascade,
  codes   text[] not null default '{}'
)`,
    `comment on table role_grants is 'names of the active permissions that each role gives; kept by triggers'`,
    `create function role_grants_refresh(ids bigint[]) returns void ${asOwner} as $$
begin
  if ids is null then return; end if;
  insert into role_grants (role_id)
  select id from entities where id = any(ids) and entity_type = 'role' order by id on conflict do nothing;
  perform from role_grants where role_id = any(ids) order by role_id for update;
  update role_grants g set codes = n.codes
  from (select i.id, coalesce(array_agg(p.name order by p.name) filter (where p.id is not null), '{}') as codes
    from unnest(ids) i(id)
      left join relations r on r.source_id = i.id and r.relation_type_id = ${idOf('has_permission')}
      left join entities p on p.id = r.target_id and p.entity_type = 'permission' and p.is_active
    group by i.id) n
  where g.role_id = n.id and g.codes <> n.codes;
end $$`,
    // Declared immutable for the same reason as known_id.
    `create function known_roles(code text) returns bigint[]
language plpgsql immutable strict as $$
begin
  return array(
    select g.role_id from role_grants g join entities role on role.id = g.role_id and role.is_active
    where g.codes @> array[code]);
end $$`,

    `create table shell_documents (
  name    text primary key check (name in ('menu', 'settings')),
  content json not null
)`,
    `comment on table shell_documents is 'the active menu entries and all settings, as every page wants them; kept by triggers'`,
    `create function shell_menu_refresh() returns void ${asOwner} as $$
begin
  perform from shell_documents where name = 'menu' for update;
  update shell_documents set content = ${menu} where name = 'menu';
end $$`,
    `create function shell_settings_refresh() returns void ${asOwner} as $$
begin
  perform from shell_documents where name = 'settings' for update;
  update shell_documents set content = ${settings} where name = 'settings';
end $$`,

    // Increments to sum up: each writer adds a row and waits for no other.
    `create table entity_tallies (
  entity_type text not null,
  is_active   boolean not null,
  amount      bigint not null
)`,
    'create index entity_tallies_type on entity_tallies (entity_type, is_active) include (amount)',
    `create table role_tallies (
  role_id bigint not null,
  amount  bigint not null
)`,
    'create index role_tallies_role on role_tallies (role_id) include (amount)',
    `comment on table entity_tallies is 'how many entities there are: the sum of the amounts; kept by triggers'`,
    `comment on table role_tallies is 'how many users have a role: the sum of the amounts; kept by triggers'`,
    // One session at a time, and only where a statement sees what was committed before it.
    `create function tallies_fold() returns void ${asOwner} as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' or not pg_try_advisory_xact_lock(hashtextextended('ahlt tallies', 0)) then
    return;
  end if;
  with gone as (delete from entity_tallies returning *)
  insert into entity_tallies select entity_type, is_active, sum(amount) from gone group by 1, 2 having sum(amount) <> 0;
  with gone as (delete from role_tallies returning *)
  insert into role_tallies select role_id, sum(amount) from gone group by 1 having sum(amount) <> 0;
end $$`,
    // Every page sums them up, so they are folded on every tenth change.
    `create function tallies_grow() returns trigger ${asOwner} as $$
begin
  -- What adds them together comes here again.
  if pg_trigger_depth() = 2 and random() < 0.1 then perform tallies_fold(); end if;
  return null;
end $$`,
    `create trigger tallies_grow after insert on entity_tallies
  for each statement execute function tallies_grow()`,
    `create trigger tallies_grow after insert on role_tallies
  for each statement execute function tallies_grow()`,

    `create table user_roles (
  user_id    bigint primary key references entities (id) on delete cascade,
  first_role text
)`,
    `comment on table user_roles is 'each user with the first label of their roles, in lower case; kept by triggers'`,
    `create index user_roles_none on user_roles (user_id) where first_role is null`,
    // For lists sorted by role, one for each direction.
    `create index user_roles_first on user_roles ((first_role is null), coalesce(first_role, ''), user_id)`,
    `create index user_roles_first_desc on user_roles ((first_role is not null), coalesce(first_role, ''), user_id)`,
    // Without sequential scans: its plan may be cached while there are few users.
    `create function user_roles_refresh(ids bigint[]) returns void ${asOwner} set enable_seqscan = off as $$
begin
  if ids is null then return; end if;
  update user_roles u set first_role = n.first_role
  from (select id, ${firstRole('given.id')} as first_role from unnest(ids) given(id)) n
  where u.user_id = n.id and u.first_role is distinct from n.first_role;
end $$`,

    ...positions,

    // For the table owner, after writes without triggers.
    `create function kept_rebuild() returns void language plpgsql as $$
begin
  lock table entities, relations in share mode;
  ${tables.map((table) => `delete from ${table};`).join('\n  ')}
  ${[...found, positionsFound].join(';\n  ')};
end $$`,

    `create function kept_of_entities() returns trigger ${asOwner} as $$
declare types text[];
begin
  if tg_op = 'INSERT' then
    with grown as (
      insert into entity_tallies select entity_type, is_active, count(*) from new_rows group by 1, 2
      returning entity_type)
    select array_agg(entity_type) into types from grown;
    if 'user' = any(types) then insert into user_roles select id from new_rows where entity_type = 'user'; end if;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct entity_type) into types from old_rows;
    insert into entity_tallies select entity_type, is_active, -count(*) from old_rows group by 1, 2;
  else
    select array_agg(distinct t) into types from (
      select entity_type as t from old_rows union select entity_type from new_rows) both_rows;
    insert into entity_tallies
    select entity_type, is_active, sum(amount) from (
      select o.entity_type, o.is_active, -1 as amount from old_rows o
      union all select n.entity_type, n.is_active, 1 from new_rows n) c
    group by 1, 2 having sum(amount) <> 0;
    if 'permission' = any(types) then
      perform role_grants_refresh((select array_agg(distinct r.source_id) from new_rows n join relations r on r.target_id = n.id
        and r.relation_type_id = ${idOf('has_permission')} where n.entity_type = 'permission'));
    end if;
  end if;
  if tg_op = 'UPDATE' and 'role' = any(types) then
    perform user_roles_refresh((select array_agg(distinct r.source_id) from old_rows o join new_rows n using (id)
      join relations r on r.target_id = n.id and r.relation_type_id = ${idOf('has_role')}
      where lower(o.label) <> lower(n.label)));
  end if;
  if types && '{nav_item,permission}' then perform shell_menu_refresh(); end if;
  if 'setting' = any(types) then perform shell_settings_refresh(); end if;
  return null;
end $$`,
    // Users are looked up by id only: the cached plan of a join, made when there were few, would
    // read all entities in each statement.
    `create function kept_of_relations() returns trigger ${asOwner} set enable_seqscan = off as $$
declare has_role bigint := ${idOf('has_role')}; has_permission bigint := ${idOf('has_permission')};
  needs bigint := ${idOf('requires_permission')}; fills bigint := ${idOf('fills_position')};
  belongs bigint := ${idOf('belongs_to_tor')}; types bigint[]; roles bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct relation_type_id) into types from new_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, count(*) from new_rows where relation_type_id = has_role group by 1;
      -- A role that is being renamed is waited for; its rename sees the users committed before.
      perform from entities where id in (select target_id from new_rows where relation_type_id = has_role)
      order by id for share;
      perform user_roles_refresh(${ofType('new_rows', 'source_id', 'has_role')});
    end if;
    if has_permission = any(types) then roles := ${ofType('new_rows', 'source_id', 'has_permission')}; end if;
    if belongs = any(types) then
      insert into committee_positions (position_id, tor_id, is_mandatory, vacant)
      select p.id, r.target_id, ${isMandatory('p')}, position_vacancy(p.id)
      from new_rows r, lateral (select * from entities e where e.id = r.source_id offset 0) p
      where r.relation_type_id = belongs and p.entity_type = 'tor_function';
    end if;
    if fills = any(types) then
      perform committee_positions_refresh(${ofType('new_rows', 'target_id', 'fills')});
    end if;
  elsif tg_op = 'UPDATE' then
    perform committee_positions_refresh(${ofType('new_rows', 'target_id', 'fills')});
    return null;
  else
    select array_agg(distinct relation_type_id) into types from old_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, -count(*) from old_rows where relation_type_id = has_role group by 1;
      -- The user is locked already (entity_touch), so the last of several transactions sees all.
      perform user_roles_refresh(${ofType('old_rows', 'source_id', 'has_role')});
    end if;
    if has_permission = any(types) then roles := ${ofType('old_rows', 'source_id', 'has_permission')}; end if;
    if belongs = any(types) then
      delete from committee_positions p using old_rows r
      where p.position_id = r.source_id and p.tor_id = r.target_id and r.relation_type_id = belongs;
    end if;
    if fills = any(types) then
      perform committee_positions_refresh(${ofType('old_rows', 'target_id', 'fills')});
    end if;
  end if;
  perform role_grants_refresh(roles);
  if needs = any(types) then perform shell_menu_refresh(); end if;
  return null;
end $$`,
    // Named to run after entity_touch_*, whose locks they rely on. The ends and type of a relation
    // never change (relations_stay).
    `create trigger kept_insert after insert on entities referencing new table as new_rows
  for each statement execute function kept_of_entities()`,
    `create trigger kept_update after update on entities referencing old table as old_rows new table as new_rows
  for each statement execute function kept_of_entities()`,
    `create trigger kept_delete after delete on entities referencing old table as old_rows
  for each statement execute function kept_of_entities()`,
    `create trigger kept_insert after insert on relations referencing new table as new_rows
  for each statement execute function kept_of_relations()`,
    `create trigger kept_update after update on relations referencing new table as new_rows
  for each statement execute function kept_of_relations()`,
    `create trigger kept_delete after delete on relations referencing old table as old_rows
  for each statement execute function kept_of_relations()`,
    ...found,
    ...tables.map(
      (table) => `revoke insert, update, delete, truncate on ${table} from "<runtime>"`,
    ),
  ],
};
