import type { Migration } from '../migration.ts';

/** Runs with its owner's rights: the role that serves only reads what is kept here. */
const asOwner = 'language plpgsql security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off';

const idOf = (relationType: string) => `(select id from entities where entity_type = 'relation_type' and name = '${relationType}')`;

/** What there is of some ids that is a user; looked up by id alone, since the index over types looks as good while there are few users. */
const usersIn = (rows: string, id: string) =>
  `${rows} cross join lateral (select id, entity_type, lower(label) as label from entities where entities.id = ${id} offset 0) u`;

/**
 * What a large import still found by going through many rows for each of its own: whether a relation of a crowd is there (any index over
 * relations now has the whole key, so that it doesn't matter which one is taken), and who has got a role.
 */
export const lookupsByKey: Migration = {
  id: '0018',
  name: 'lookups_by_key',
  outsideTransaction: true,
  statements: [
    'create index concurrently if not exists relations_by_source on relations (source_id, relation_type_id, target_id)',
    'create index concurrently if not exists relations_by_target on relations (target_id, relation_type_id, source_id)',
    'drop index concurrently if exists relations_source',
    'drop index concurrently if exists relations_target',
    'drop index concurrently if exists relations_type_target',

    `create or replace function kept_of_relations() returns trigger ${asOwner} as $$
declare has_role bigint := ${idOf('has_role')}; has_permission bigint := ${idOf('has_permission')};
  needs bigint := ${idOf('requires_permission')}; types bigint[]; roles bigint[]; users bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct relation_type_id) into types from new_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, count(*) from new_rows where relation_type_id = has_role group by 1;
      select array_agg(distinct source_id) into users from new_rows where relation_type_id = has_role;
      delete from users_without_role where user_id = any(users);
      users := null;
    end if;
    if has_permission = any(types) then select array_agg(distinct source_id) into roles from new_rows where relation_type_id = has_permission; end if;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct relation_type_id) into types from old_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, -count(*) from old_rows where relation_type_id = has_role group by 1;
      select array_agg(distinct source_id) into users from old_rows where relation_type_id = has_role;
    end if;
    if has_permission = any(types) then select array_agg(distinct source_id) into roles from old_rows where relation_type_id = has_permission; end if;
  else
    select array_agg(distinct t) into types from (select relation_type_id as t from old_rows union select relation_type_id from new_rows) both_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, sum(amount) from (
        select target_id, -1 as amount from old_rows where relation_type_id = has_role
        union all select target_id, 1 from new_rows where relation_type_id = has_role) c group by 1 having sum(amount) <> 0;
      select array_agg(distinct source_id) into users from new_rows where relation_type_id = has_role;
      delete from users_without_role where user_id = any(users);
      select array_agg(distinct source_id) into users from old_rows where relation_type_id = has_role;
    end if;
    if has_permission = any(types) then
      select array_agg(distinct id) into roles from (select source_id as id from old_rows where relation_type_id = has_permission
        union select source_id from new_rows where relation_type_id = has_permission) c;
    end if;
  end if;
  -- Taking a role locks its user (entity_touch), so whoever takes the last one sees that it is.
  if users is not null then
    insert into users_without_role select u.id from ${usersIn('unnest(users) gone(id)', 'gone.id')} where u.entity_type = 'user'
      and not exists (select from relations r where r.source_id = u.id and r.relation_type_id = has_role)
    on conflict do nothing;
  end if;
  if roles is not null then perform role_grants_refresh(roles); end if;
  if needs = any(types) then perform shell_menu_refresh(); end if;
  if has_role = any(types) and random() < 0.02 then perform tallies_fold(); end if;
  return null;
end $$`,
    `create or replace function role_holders_of_relations() returns trigger ${asOwner} as $$
declare has_role bigint := ${idOf('has_role')}; users bigint[]; roles bigint[];
begin
  if tg_op <> 'INSERT' then
    select array_agg(source_id), array_agg(target_id) into users, roles from old_rows where relation_type_id = has_role;
    if users is not null then
      delete from role_holders where user_id = any(users) and (user_id, role_id) in (select u, r from unnest(users, roles) gone(u, r));
    end if;
  end if;
  if tg_op <> 'DELETE' then
    insert into role_holders (role_id, label, user_id)
    select r.target_id, u.label, r.source_id from ${usersIn('new_rows r', 'r.source_id')}
    where r.relation_type_id = has_role and u.entity_type = 'user';
  end if;
  return null;
end $$`,
  ],
};
