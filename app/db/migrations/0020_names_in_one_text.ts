import type { Migration } from '../migration.ts';
import { runsOf } from './0019_lighter_writes.ts';

/**
 * What an entity is called, its label and its name, is one text to the index over trigrams: half as much to write, and one question instead
 * of two (docs/decisions/033-imports-in-one-transaction.md). New properties ask once which of their entities were there before, and new
 * relations look at their ends only where their type leaves open what it joins. Kept figures, which every page adds up, stay few rows.
 */
export const namesInOneText: Migration = {
  id: '0020',
  name: 'names_in_one_text',
  outsideTransaction: true,
  statements: [
    // In the form in which app/ontology/pivot/called.ts writes it. The sign before each is one that no words hold.
    String.raw`create index concurrently if not exists entities_called on entities using gin (lower(E'\x1f' || label || E'\x1f' || name) gin_trgm_ops)`,
    'drop index concurrently if exists entities_search',

    // What this transaction made is noted already with all its properties, and its version counts from the beginning.
    `create or replace function entity_properties_insert() returns trigger language plpgsql as $$
declare ids bigint[];
begin
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
    `create or replace trigger entity_touch_insert after insert on entity_properties referencing new table as new_rows
  for each statement execute function entity_properties_insert()`,
    'drop trigger if exists graph_insert on entity_properties',

    // Of a type that says what it joins, and nothing that the graph doesn't show, no relation's ends have to be looked at.
    `create or replace function graph_note_relations() returns trigger language plpgsql as $$
declare kinds bigint[]; ends bigint[]; hidden bigint[] := '{}';
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op) select 'relation', o.id, 'delete' from old_rows o order by o.id;
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

    // Every page adds up the kept figures, so few rows of them are left lying: each tenth change adds them together.
    `create or replace function tallies_grow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- What adds them together comes here again.
  if pg_trigger_depth() = 2 and random() < 0.1 then perform tallies_fold(); end if;
  return null;
end $$`,
    'create or replace trigger tallies_grow after insert on entity_tallies for each statement execute function tallies_grow()',
    'create or replace trigger tallies_grow after insert on role_tallies for each statement execute function tallies_grow()',
  ],
};
