import type { Migration } from '../migration.ts';
import { runsOf } from './0019_lighter_writes.ts';

/** Indices whose keys end with an id: nothing is in them twice, so a full page has no doubles to put together. */
const withoutDoubles = [
  'entities_list',
  'entities_label',
  'entities_name',
  'entities_created',
  'entities_updated',
  'people_label_begins',
  'people_last_word_begins',
  'people_name_begins',
  'entity_properties_sort',
  'email_begins',
  'relations_by_source',
  'relations_by_target',
];

/**
 * What statements that write many rows ask beside that (docs/decisions/033-imports-in-one-transaction.md). Whether entities were there
 * before their new properties and relations is read from one stretch of the table where their ids lie close together. What is noted for the
 * graph is one row without sorting where no id is left out. And entities are looked up by their keys, whatever the planner thinks of the
 * size of their table.
 */
export const manyAtOnce: Migration = {
  id: '0021',
  name: 'many_at_once',
  statements: [
    // `null` if there are none.
    `create function written_before(ids bigint[]) returns bigint[] language plpgsql stable as $$
declare lowest bigint; highest bigint; amount bigint; found bigint[];
begin
  select min(id), max(id), count(*) into lowest, highest, amount from unnest(ids) given(id);
  if highest - lowest < 4 * amount then
    select array_agg(e.id) into found from entities e
    where e.id between lowest and highest and e.id = any(ids) and not written_now(e.xmin, e.updated_at);
  else
    select array_agg(e.id) into found
    from unnest(ids) given(id) cross join lateral (select id, xmin, updated_at from entities where entities.id = given.id offset 0) e
    where not written_now(e.xmin, e.updated_at);
  end if;
  return found;
end $$`,
    // In this language a plan outlives its statement.
    `create or replace function entity_touch(ids bigint[], content boolean) returns void language plpgsql as $$
begin
  ids := written_before(ids);
  if ids is null then return; end if;
  update entities e
  set version = e.version, updated_at = case when content then now() else e.updated_at end
  from (select id from entities where id = any(ids) and not written_now(xmin, updated_at) order by id for no key update) t
  where e.id = t.id;
end $$`,

    // Properties that come with their entities have nothing to touch or to note.
    `create or replace function entity_properties_insert() returns trigger language plpgsql as $$
declare lowest bigint; highest bigint; amount bigint; ids bigint[];
begin
  select min(entity_id), max(entity_id), count(*) into lowest, highest, amount from new_rows;
  if amount > 100 and highest - lowest < 4 * amount and not exists (
    select from entities e where e.id between lowest and highest and not (e.created_at = now() and written_now(e.xmin, e.created_at)))
  then
    return null;
  end if;
  select array_agg(e.id order by e.id) into ids
  from (select distinct entity_id from new_rows) n
    cross join lateral (select id, created_at, xmin from entities where id = n.entity_id offset 0) e
  where not (e.created_at = now() and written_now(e.xmin, e.created_at));
  if ids is null then return null; end if;
  perform entity_touch(ids, true);
  insert into graph_outbox (kind, entity_id, op)
  select 'entity', e.id, 'upsert' from entities e where e.id = any(ids) and graph_projects(e.entity_type) order by e.id;
  return null;
end $$`,

    `create or replace function graph_note_entities() returns trigger language plpgsql as $$
declare lowest bigint; highest bigint; amount bigint;
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', o.id, 'delete' from old_rows o where graph_projects(o.entity_type) order by o.id;
  elsif tg_op = 'INSERT' then
    select min(id), max(id), count(*) into lowest, highest, amount from new_rows where graph_projects(entity_type);
    if amount = highest - lowest + 1 then
      insert into graph_outbox (kind, entity_id, last_id, op) values ('entity', lowest, nullif(highest, lowest), 'upsert');
    elsif amount > 0 then
      insert into graph_outbox (kind, entity_id, last_id, op)
      select 'entity', first, last, 'upsert' from ${runsOf('new_rows where graph_projects(entity_type)')};
    end if;
  elsif pg_trigger_depth() = 1 then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    from new_rows n join old_rows o using (id)
    where graph_projects(n.entity_type) or graph_projects(o.entity_type)
    order by n.id;
  end if;
  return null;
end $$`,

    // Of many relations none is left out: whoever writes the graph looks at their ends anyway.
    `create or replace function graph_note_relations() returns trigger language plpgsql as $$
declare lowest bigint; highest bigint; amount bigint; kinds bigint[]; ends bigint[]; hidden bigint[] := '{}';
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op) select 'relation', o.id, 'delete' from old_rows o order by o.id;
    return null;
  end if;
  select min(id), max(id), count(*) into lowest, highest, amount from new_rows;
  if amount > 100 and amount = highest - lowest + 1 then
    insert into graph_outbox (kind, relation_id, last_id, op) values ('relation', lowest, highest, 'upsert');
    return null;
  end if;
  select array_agg(kind.id) into kinds from (select distinct relation_type_id as id from new_rows) kind
  where 2 > (select count(*) from entity_properties p where p.entity_id = kind.id and p.key in ('source_types', 'target_types')
    and case when p.value is json array then not exists (select from json_array_elements_text(p.value::json) joined(type) where not graph_projects(joined.type)) end);
  if kinds is not null then
    select array_agg(id) into ends from (
      select source_id from new_rows where relation_type_id = any(kinds) union select target_id from new_rows where relation_type_id = any(kinds)) both_ends(id);
    select coalesce(array_agg(e.id), '{}') into hidden from entities e where e.id = any(ends) and not graph_projects(e.entity_type);
  end if;
  insert into graph_outbox (kind, relation_id, last_id, op)
  select 'relation', first, last, 'upsert' from ${runsOf('new_rows where not (source_id = any(hidden) or target_id = any(hidden))')};
  return null;
end $$`,

    `create or replace function kept_of_entities() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare types text[];
begin
  if tg_op = 'INSERT' then
    with grown as (insert into entity_tallies select entity_type, is_active, count(*) from new_rows group by 1, 2 returning entity_type)
    select array_agg(entity_type) into types from grown;
    if 'user' = any(types) then insert into users_without_role select id from new_rows where entity_type = 'user'; end if;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct entity_type) into types from old_rows;
    insert into entity_tallies select entity_type, is_active, -count(*) from old_rows group by 1, 2;
  else
    select array_agg(distinct t) into types from (select entity_type as t from old_rows union select entity_type from new_rows) both_rows;
    insert into entity_tallies
    select entity_type, is_active, sum(amount) from (
      select o.entity_type, o.is_active, -1 as amount from old_rows o union all select n.entity_type, n.is_active, 1 from new_rows n) c
    group by 1, 2 having sum(amount) <> 0;
    if 'permission' = any(types) then
      perform role_grants_refresh((select array_agg(distinct r.source_id) from new_rows n join relations r on r.target_id = n.id
        and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_permission') where n.entity_type = 'permission'));
    end if;
  end if;
  if types && '{nav_item,permission}' then perform shell_menu_refresh(); end if;
  if 'setting' = any(types) then perform shell_settings_refresh(); end if;
  if random() < 0.02 then perform tallies_fold(); end if;
  return null;
end $$`,

    `create or replace function kept_of_properties() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare ids bigint[]; types text[];
begin
  if tg_op = 'DELETE' then
    select array_agg(distinct entity_id) into ids from old_rows where key in ('value', 'url', 'parent');
  else
    select array_agg(distinct entity_id) into ids from new_rows where key in ('value', 'url', 'parent');
  end if;
  if ids is null then return null; end if;
  select array_agg(distinct e.entity_type) into types
  from unnest(ids) given(id) cross join lateral (select entity_type from entities where entities.id = given.id offset 0) e;
  if 'nav_item' = any(types) then perform shell_menu_refresh(); end if;
  if 'setting' = any(types) then perform shell_settings_refresh(); end if;
  return null;
end $$`,

    ...withoutDoubles.map((index) => `alter index ${index} set (deduplicate_items = off)`),
  ],
};
