import type { Migration } from '../migration.ts';

/**
 * What kept a large import from going on as fast as it began (docs/decisions/033-imports-in-one-transaction.md). Triggers that joined
 * their rows with `entities` kept the plan of their first calls, when that table was small, and read all of it for each statement: now each
 * row is looked up by its id, which no plan turns into anything else. And what an import changed is noted in spans of ids, since entities
 * that are made together have ids in a row.
 */
export const largeImports: Migration = {
  id: '0017',
  name: 'large_imports',
  statements: [
    'alter table import_changes add column last_id bigint',
    `comment on column import_changes.entity_id is 'the first of the entities'`,
    `comment on column import_changes.last_id is 'the last of them, less than a thousand further; null: there is one'`,

    // An entity that this transaction made is noted already, and who applies the note reads it with all its properties.
    `create or replace function graph_note_entity_properties() returns trigger language plpgsql as $$
declare ids bigint[];
begin
  if tg_op = 'DELETE' then
    select array_agg(distinct entity_id) into ids from old_rows;
  else
    select array_agg(distinct entity_id) into ids from new_rows;
  end if;
  insert into graph_outbox (kind, entity_id, op)
  select 'entity', e.id, 'upsert' from entities e
  where e.id = any(ids) and graph_projects(e.entity_type)
    and not (tg_op = 'INSERT' and e.created_at = now() and written_now(e.xmin, e.created_at)) order by e.id;
  return null;
end $$`,
    `create or replace function graph_note_relations() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op) select 'relation', o.id, 'delete' from old_rows o order by o.id;
  else
    insert into graph_outbox (kind, relation_id, op)
    select 'relation', n.id, 'upsert' from new_rows n
    where graph_projects((select entity_type from entities where id = n.source_id))
      and graph_projects((select entity_type from entities where id = n.target_id)) order by n.id;
  end if;
  return null;
end $$`,
    `create or replace function graph_note_relation_properties() returns trigger language plpgsql as $$
declare ids bigint[];
begin
  if tg_op = 'DELETE' then
    select array_agg(distinct relation_id) into ids from old_rows;
  else
    select array_agg(distinct relation_id) into ids from new_rows;
  end if;
  insert into graph_outbox (kind, relation_id, op) select 'relation', r.id, 'upsert' from relations r where r.id = any(ids) order by r.id;
  return null;
end $$`,
  ],
};
