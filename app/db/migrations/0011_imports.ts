import type { Migration } from '../migration.ts';

/**
 * Imports: where relations wait until all entities of their file are there, and which entities an import changed. What triggers do for
 * a row is made right for savepoints, and cheaper for rows that a transaction makes itself
 * (docs/decisions/033-imports-in-one-transaction.md).
 */
export const imports: Migration = {
  id: '0011',
  name: 'imports',
  statements: [
    // Rows live as long as one transaction, so nothing has to survive a crash.
    `create unlogged table import_relations (
  import      uuid not null,
  place       integer not null,
  type        text not null,
  source_type text not null,
  source_name text not null,
  target_type text not null,
  target_name text not null,
  properties  json,
  describes   boolean not null default false,
  primary key (import, place)
)`,
    `comment on column import_relations.describes is 'says more of a relation that the file may state elsewhere, too'`,
    // No foreign keys: the history of an entity outlives it, and the log is pruned by age.
    `create table import_changes (
  entity_id bigint not null,
  import    uuid not null,
  change    text not null check (change in ('created', 'updated'))
)`,
    `comment on table import_changes is 'entities that an import changed; the row data.imported of the audit log with this import in its details says who and when'`,
    'create index import_changes_entity on import_changes (entity_id)',

    // A row that was written inside a savepoint has the number of that, which is later than the transaction's own; the moment at which
    // the transaction began tells it from what others wrote since.
    `create function written_now(writer xid, moment timestamptz) returns boolean language sql stable
return writer = pg_current_xact_id()::xid or (moment = now() and writer::text::bigint > pg_current_xact_id()::xid::text::bigint)`,
    `create or replace function entity_count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + case when written_now(old.xmin, old.updated_at) then 0 else 1 end;
  return new;
end $$`,
    `create or replace function entity_touch(ids bigint[], content boolean) returns void language sql as $$
  update entities e
  set version = e.version, updated_at = case when content then now() else e.updated_at end
  from (select id from entities where id = any(ids) and not written_now(xmin, updated_at) order by id for no key update) t
  where e.id = t.id
$$`,
    // An entity that this transaction made is noted already, and who applies the note reads it with all its properties.
    `create or replace function graph_note_entity_properties() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', e.id, 'upsert' from entities e
    where e.id in (select entity_id from old_rows) and graph_projects(e.entity_type) order by e.id;
  elsif tg_op = 'INSERT' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', e.id, 'upsert' from entities e
    where e.id in (select entity_id from new_rows) and graph_projects(e.entity_type)
      and not (e.created_at = now() and written_now(e.xmin, e.created_at)) order by e.id;
  else
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', e.id, 'upsert' from entities e
    where e.id in (select entity_id from new_rows) and graph_projects(e.entity_type) order by e.id;
  end if;
  return null;
end $$`,
  ],
};
