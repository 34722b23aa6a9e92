import type { Migration } from '../migration.ts';

/** Runs with its owner's rights: the role that serves only reads what is kept here. */
const asOwner = 'language plpgsql security definer set search_path = pg_catalog, public, pg_temp';

const hasRole = `(select id from entities where entity_type = 'relation_type' and name = 'has_role')`;

/** Each user is looked up by id: a join's plan would be kept from when there were few, and read all entities for each statement. */
const holdersIn = (rows: string, type: string) => `select r.target_id, u.label, r.source_id
from ${rows} r cross join lateral (select lower(label) as label from entities where id = r.source_id and entity_type = 'user' offset 0) u
where r.relation_type_id = ${type}`;

/**
 * Who holds a role, in the order of their names: among a hundred thousand people a page of them costs a page. Kept like the figures of
 * 0009, by triggers of their own that do nothing unless a role or the name of a user changes.
 */
export const roleHolders: Migration = {
  id: '0015',
  name: 'role_holders',
  statements: [
    `create table role_holders (
  role_id bigint not null,
  label   text not null,
  user_id bigint not null,
  primary key (user_id, role_id)
)`,
    `comment on table role_holders is 'who has which role, with their label in small letters, by which they are listed; kept by triggers'`,
    'create index role_holders_list on role_holders (role_id, label, user_id)',

    `create function role_holders_of_relations() returns trigger ${asOwner} as $$
declare has_role bigint := ${hasRole}; users bigint[]; roles bigint[];
begin
  if tg_op <> 'INSERT' then
    select array_agg(source_id), array_agg(target_id) into users, roles from old_rows where relation_type_id = has_role;
    if users is not null then
      delete from role_holders where user_id = any(users) and (user_id, role_id) in (select u, r from unnest(users, roles) gone(u, r));
    end if;
  end if;
  if tg_op <> 'DELETE' then
    insert into role_holders (role_id, label, user_id) ${holdersIn('new_rows', 'has_role')};
  end if;
  return null;
end $$`,
    `create function role_holders_of_entities() returns trigger ${asOwner} as $$
declare ids bigint[];
begin
  select array_agg(n.id) into ids from new_rows n join old_rows o using (id) where n.entity_type = 'user' and lower(n.label) <> lower(o.label);
  if ids is not null then
    update role_holders set label = (select lower(label) from entities where id = user_id) where user_id = any(ids);
  end if;
  return null;
end $$`,
    // Their names come after entity_touch_*: whoever gives a role holds its user from then on, so nobody renames them meanwhile.
    `create trigger kept_holders_insert after insert on relations referencing new table as new_rows
  for each statement execute function role_holders_of_relations()`,
    `create trigger kept_holders_update after update on relations referencing old table as old_rows new table as new_rows
  for each statement execute function role_holders_of_relations()`,
    `create trigger kept_holders_delete after delete on relations referencing old table as old_rows
  for each statement execute function role_holders_of_relations()`,
    `create trigger kept_holders_update after update on entities referencing old table as old_rows new table as new_rows
  for each statement execute function role_holders_of_entities()`,

    // Everything anew, with what 0009 keeps, for whoever owns the tables and wrote without triggers.
    `create function kept_rebuild() returns void language plpgsql as $$
begin
  perform kept_figures_rebuild();
  delete from role_holders;
  insert into role_holders (role_id, label, user_id) ${holdersIn('relations', hasRole)};
end $$`,
    // The triggers hold the tables from here to the commit, so nothing is missed.
    `insert into role_holders (role_id, label, user_id) ${holdersIn('relations', hasRole)}`,
    'revoke insert, update, delete, truncate on role_holders from "<runtime>"',
  ],
};
