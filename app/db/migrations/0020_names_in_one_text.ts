import type { Migration } from '../migration.ts';

/**
 * What an entity is called, its label and its name, is one text to the index over trigrams: half as much to write, and one question instead
 * of two (docs/decisions/131-an-import-is-one-transaction.md). New properties ask once which of their entities were there before.
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
  ],
};
