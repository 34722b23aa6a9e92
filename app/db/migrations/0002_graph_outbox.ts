import type { Migration } from '../migration.ts';

/**
 * Changes that the graph still has to learn, written by triggers in the transaction that makes them, so imports, cascades and every
 * other way to write are covered (spec graph#outbox). A row names what changed; who applies it reads the current state.
 */
export const graphOutbox: Migration = {
  id: '0002',
  name: 'graph_outbox',
  statements: [
    `create table graph_outbox (
  seq         bigint generated always as identity primary key,
  kind        text not null check (kind in ('entity', 'relation')),
  entity_id   bigint,
  relation_id bigint,
  op          text not null check (op in ('upsert', 'delete')),
  created_at  timestamptz not null default now(),
  attempts    integer not null default 0,
  last_error  text,
  check ((kind = 'entity') = (entity_id is not null) and (kind = 'relation') = (relation_id is not null))
)`,
    `create table graph_outbox_dead (
  seq         bigint primary key,
  kind        text not null check (kind in ('entity', 'relation')),
  entity_id   bigint,
  relation_id bigint,
  op          text not null check (op in ('upsert', 'delete')),
  created_at  timestamptz not null,
  attempts    integer not null,
  last_error  text,
  died_at     timestamptz not null default now()
)`,
    // Audit rows, warnings and settings are never projected (spec graph#nodes), and they are most of what is written.
    `create function graph_projects(entity_type text) returns boolean
language sql immutable parallel safe
return entity_type not in ('audit_entry', 'setting', 'warning', 'warning_receipt', 'warning_event')`,

    `create function graph_note_entities() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', o.id, 'delete' from old_rows o where graph_projects(o.entity_type) order by o.id;
  elsif tg_op = 'INSERT' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, 'upsert' from new_rows n where graph_projects(n.entity_type) order by n.id;
  else
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    from new_rows n join old_rows o using (id)
    where graph_projects(n.entity_type) or graph_projects(o.entity_type)
    order by n.id;
  end if;
  return null;
end $$`,
    // A cascade deletes the properties of an entity that is gone already: the entity's own row says so, theirs would be noise.
    `create function graph_note_entity_properties() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', e.id, 'upsert' from entities e
    where e.id in (select entity_id from old_rows) and graph_projects(e.entity_type) order by e.id;
  else
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', e.id, 'upsert' from entities e
    where e.id in (select entity_id from new_rows) and graph_projects(e.entity_type) order by e.id;
  end if;
  return null;
end $$`,
    // The ends of a deleted relation may be gone, so every deletion is noted; one that was never projected costs a no-op.
    `create function graph_note_relations() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op) select 'relation', o.id, 'delete' from old_rows o order by o.id;
  else
    insert into graph_outbox (kind, relation_id, op)
    select 'relation', n.id, 'upsert'
    from new_rows n join entities s on s.id = n.source_id join entities t on t.id = n.target_id
    where graph_projects(s.entity_type) and graph_projects(t.entity_type) order by n.id;
  end if;
  return null;
end $$`,
    `create function graph_note_relation_properties() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op)
    select 'relation', r.id, 'upsert' from relations r where r.id in (select relation_id from old_rows) order by r.id;
  else
    insert into graph_outbox (kind, relation_id, op)
    select 'relation', r.id, 'upsert' from relations r where r.id in (select relation_id from new_rows) order by r.id;
  end if;
  return null;
end $$`,
    // One notification a transaction however many rows: equal ones are folded at commit.
    `create function graph_wake_worker() returns trigger language plpgsql as $$
begin
  perform pg_notify('graph_outbox', '');
  return null;
end $$`,

    // Statement triggers with transition tables: an import of 10,000 rows fires them once. One trigger per event, as these tables ask.
    `create trigger graph_insert after insert on entities referencing new table as new_rows
  for each statement execute function graph_note_entities()`,
    `create trigger graph_update after update on entities referencing old table as old_rows new table as new_rows
  for each statement execute function graph_note_entities()`,
    `create trigger graph_delete after delete on entities referencing old table as old_rows
  for each statement execute function graph_note_entities()`,
    `create trigger graph_insert after insert on entity_properties referencing new table as new_rows
  for each statement execute function graph_note_entity_properties()`,
    `create trigger graph_update after update on entity_properties referencing old table as old_rows new table as new_rows
  for each statement execute function graph_note_entity_properties()`,
    `create trigger graph_delete after delete on entity_properties referencing old table as old_rows
  for each statement execute function graph_note_entity_properties()`,
    `create trigger graph_insert after insert on relations referencing new table as new_rows
  for each statement execute function graph_note_relations()`,
    `create trigger graph_update after update on relations referencing old table as old_rows new table as new_rows
  for each statement execute function graph_note_relations()`,
    `create trigger graph_delete after delete on relations referencing old table as old_rows
  for each statement execute function graph_note_relations()`,
    `create trigger graph_insert after insert on relation_properties referencing new table as new_rows
  for each statement execute function graph_note_relation_properties()`,
    `create trigger graph_update after update on relation_properties referencing old table as old_rows new table as new_rows
  for each statement execute function graph_note_relation_properties()`,
    `create trigger graph_delete after delete on relation_properties referencing old table as old_rows
  for each statement execute function graph_note_relation_properties()`,
    `create trigger graph_wake after insert on graph_outbox
  for each statement execute function graph_wake_worker()`,
  ],
};
