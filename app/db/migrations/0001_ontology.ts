import type { Migration } from '../migration.ts';

/** Texts by key, as stored in both tables. */
const propertiesColumn = `properties jsonb not null default '{}' check (are_properties(properties))`;

/**
 * A view of properties as rows, which SQL users read and write. Inserting an existing key does
 * nothing, because a trigger cannot tell whether `on conflict do nothing` was specified.
 */
const propertyView = (table: 'entities' | 'relations', view: string, id: string) => {
  const touched = table === 'entities' ? ', updated_at = now()' : '';
  const write = `${view}_write`;
  return [
    `create view ${view} with (security_invoker = true) as
select t.id as ${id}, p.key, p.value from ${table} t, jsonb_each_text(t.properties) p`,
    `create function ${write}() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' and (new.key is null or new.value is null) then
    raise not_null_violation using message = 'a property has a key and a value';
  end if;
  if tg_op = 'UPDATE' and (old.${id}, old.key) = (new.${id}, new.key) then
    update ${table} set properties = properties || jsonb_build_object(new.key, new.value)${touched}
    where id = new.${id} and properties ->> new.key <> new.value;
    return new;
  end if;
  if tg_op <> 'INSERT' then
    update ${table} set properties = properties - old.key${touched} where id = old.${id} and properties ? old.key;
    if tg_op = 'DELETE' or not found then return old; end if;
  end if;
  update ${table} set properties = properties || jsonb_build_object(new.key, new.value)${touched}
  where id = new.${id} and not properties ? new.key;
  if found then return new; end if;
  if tg_op = 'UPDATE' then
    raise unique_violation using constraint = '${view}_pkey', message = format('there is a property %s already', new.key);
  end if;
  if exists (select from ${table} where id = new.${id}) then return null; end if;
  raise foreign_key_violation using constraint = '${view}_${id}_fkey',
    message = format('${table} has no row with the id %s', new.${id});
end $$`,
    `comment on view ${view} is 'properties as rows; inserting a key that is there already does nothing'`,
    `create trigger ${write} instead of insert or update or delete on ${view}
  for each row execute function ${write}()`,
  ];
};

/**
 * Entities and their relations, each one row with its properties (spec ontology#storage):
 * everything the app stores is one of them. A version counts the transactions that changed an
 * entity (docs/decisions/023-versions-detect-conflicts.md).
 */
export const ontology: Migration = {
  id: '0001',
  name: 'ontology',
  statements: [
    // Characters are counted only if a text has more bytes than its limit.
    `create function are_properties(p jsonb) returns boolean language sql immutable parallel safe
return jsonb_typeof(p) = 'object' and not jsonb_path_exists(p,
  'strict $.keyvalue() ? (@.value.type() != "string" || @.key == "" || @.key like_regex "^.{129}" flag "s")')`,
    `create table entities (
  id          bigint generated always as identity primary key,
  entity_type text not null constraint entities_entity_type_length
    check (entity_type <> '' and (octet_length(entity_type) <= 63 or char_length(entity_type) <= 63)),
  name        text not null constraint entities_name_length
    check (name <> '' and (octet_length(name) <= 255 or char_length(name) <= 255)),
  label       text not null,
  sort_order  integer not null default 0,
  is_active   boolean not null default true,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  version     bigint not null default 1,
  ${propertiesColumn},
  constraint entities_type_name_key unique (entity_type, name)
)`,
    // A relation type in use cannot be deleted; deleting either end deletes the relation.
    `create table relations (
  id               bigint generated always as identity primary key,
  relation_type_id bigint not null references entities (id) on delete restrict,
  source_id        bigint not null references entities (id) on delete cascade,
  target_id        bigint not null references entities (id) on delete cascade,
  created_at       timestamptz not null default now(),
  ${propertiesColumn},
  constraint relations_type_source_target_key unique (relation_type_id, source_id, target_id)
)`,
    ...propertyView('entities', 'entity_properties', 'entity_id'),
    ...propertyView('relations', 'relation_properties', 'relation_id'),
    // The constraints lead with (entity_type) and (relation_type_id, source_id); an index that
    // repeats one of them would only slow down writes (spec ontology#indexes).
    `create index entities_list on entities (entity_type, sort_order, id) with (deduplicate_items = off)`,
    `create index entities_audit_time on entities (created_at desc, id desc) where entity_type = 'audit_entry'`,
    // Exact values of any property: properties @> '{"status": "open"}'.
    `create index entities_properties on entities using gin (properties jsonb_path_ops)`,
    // Deleting an entity looks up its relations by one end, whatever their type. Each index has the
    // whole key, so that either one serves the planner.
    `create index relations_by_source on relations (source_id, relation_type_id, target_id) with (deduplicate_items = off)`,
    `create index relations_by_target on relations (target_id, relation_type_id, source_id) with (deduplicate_items = off)`,

    // Declared immutable, so that the planner evaluates it and uses the statistics of that id. Only
    // for statements planned on each execution (app/ontology/list/known.ts).
    `create function known_id(type text, called text) returns bigint
language plpgsql immutable strict as $$
begin
  return (select id from entities where entity_type = type and name = called);
end $$`,

    // A row written within a savepoint has the savepoint's transaction number, which is later than
    // the transaction's own; the start time of the transaction tells it from rows of other
    // transactions.
    `create function written_now(writer xid, moment timestamptz) returns boolean language sql stable
return writer = pg_current_xact_id()::xid
  or (moment = now() and writer::text::bigint > pg_current_xact_id()::xid::text::bigint)`,
    // A version counts transactions, not statements.
    `create function entity_count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + case when written_now(old.xmin, old.updated_at) then 0 else 1 end;
  return new;
end $$`,
    `create trigger entity_version before update on entities
  for each row execute function entity_count_version()`,
    // `null` if there are none. Adjacent ids are read as one range of the table.
    `create function written_before(ids bigint[]) returns bigint[] language plpgsql stable as $$
declare lowest bigint; highest bigint; amount bigint; found bigint[];
begin
  select min(id), max(id), count(*) into lowest, highest, amount from unnest(ids) given(id);
  if highest - lowest < 4 * amount then
    select array_agg(e.id) into found from entities e
    where e.id between lowest and highest and e.id = any(ids) and not written_now(e.xmin, e.updated_at);
  else
    select array_agg(e.id) into found
    from unnest(ids) given(id)
      cross join lateral (select id, xmin, updated_at from entities where entities.id = given.id offset 0) e
    where not written_now(e.xmin, e.updated_at);
  end if;
  return found;
end $$`,
    // Ordered by id, so that two transactions that change the same entities do not deadlock.
    `create function entity_touch(ids bigint[]) returns void language plpgsql as $$
begin
  ids := written_before(ids);
  if ids is null then return; end if;
  update entities e set version = e.version
  from (select id from entities where id = any(ids) and not written_now(xmin, updated_at)
    order by id for no key update) t
  where e.id = t.id;
end $$`,
    // A relation belongs to its source entity: a user's roles, a role's permissions. Touching
    // targets as well would make popular targets a point of contention.
    `create function entity_touch_relations() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform entity_touch((select array_agg(distinct source_id) from old_rows));
  else
    perform entity_touch((select array_agg(distinct source_id) from new_rows));
  end if;
  return null;
end $$`,
    // A relation with other ends is another relation.
    `create function relations_stay() returns trigger language plpgsql as $$
begin
  raise exception 'a relation keeps its type and its ends; make another one' using errcode = 'integrity_constraint_violation';
end $$`,
    `create trigger relations_stay before update on relations for each row
  when ((old.relation_type_id, old.source_id, old.target_id) is distinct from (new.relation_type_id, new.source_id, new.target_id))
  execute function relations_stay()`,
    `create trigger entity_touch_insert after insert on relations referencing new table as new_rows
  for each statement execute function entity_touch_relations()`,
    `create trigger entity_touch_update after update on relations referencing new table as new_rows
  for each statement execute function entity_touch_relations()`,
    `create trigger entity_touch_delete after delete on relations referencing old table as old_rows
  for each statement execute function entity_touch_relations()`,
  ],
};
