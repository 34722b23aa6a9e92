import type { Migration } from '../migration.ts';

/** The ids of a table expression as contiguous runs: the first and last id of each. */
const runsOf = (rows: string) => `(
    select min(id) as first, nullif(max(id), min(id)) as last
    from (select id, id - row_number() over (order by id) as run from ${rows}) ids
    group by run) runs order by first`;

// Relations whose end the graph did not show before, or whose type has a new name.
const regained = `
    select r.id from new_rows n join old_rows o using (id) join relations r on n.id in (r.source_id, r.target_id)
    where graph_projects(n.entity_type) and not graph_projects(o.entity_type)
    union
    select r.id from new_rows n join old_rows o using (id) join relations r on r.relation_type_id = n.id
    where n.entity_type = 'relation_type' and n.name <> o.name`;

/** What the graph shows of an entity. */
export const shownColumns = [
  'entity_type',
  'name',
  'label',
  'sort_order',
  'is_active',
  'properties',
  'updated_at',
];
const shown = (row: string) => shownColumns.map((column) => `${row}.${column}`).join(', ');

/**
 * Records changed entities. The graph does not store versions, so a new version alone is not a
 * change.
 * @param found.changed where the changed rows `n` of an update come from
 * @param found.anyRenamed whether one of them has another name or type
 */
export const noteEntities = (found: {
  readonly changed: string;
  readonly anyRenamed: string;
}) => `function graph_note_entities() returns trigger language plpgsql as $$
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
  else
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    ${found.changed}
    order by n.id;
    if ${found.anyRenamed} then
      insert into graph_outbox (kind, relation_id, last_id, op)
      select 'relation', first, last, 'upsert' from ${runsOf(`(${regained}) regained`)};
    end if;
  end if;
  return null;
end $$`;

/**
 * Changes that the graph has not received yet, written by triggers in the transaction that makes
 * them, which covers imports, cascades and every other write (spec graph#outbox). A row names what
 * changed; the consumer reads the current state.
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
  last_id     bigint,
  source_id   bigint,
  target_id   bigint,
  check ((kind = 'entity') = (entity_id is not null) and (kind = 'relation') = (relation_id is not null))
)`,
    `comment on column graph_outbox.last_id is 'a row may name several entities or relations: those from entity_id or relation_id to here; null: it names one'`,
    `comment on column graph_outbox.source_id is 'ends of a relation that is gone from there: the graph finds relationships by their ends'`,
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
    `create table graph_relay (
  graph_env  text primary key,
  seq        bigint not null,
  applied_at timestamptz not null
)`,
    `comment on table graph_relay is 'how far the graph of an environment followed the outbox'`,
    `create table graph_checks (
  id            bigint generated always as identity primary key,
  graph_env     text not null,
  checked_at    timestamptz not null,
  nodes         bigint not null,
  relationships bigint not null,
  healed        integer not null,
  kinds         text[] not null
)`,
    `comment on table graph_checks is 'comparisons of the graph with the database; kinds: types that differed'`,
    // Audit rows, warnings and settings are never projected (spec graph#nodes), and they
    // are most of what is written.
    `create function graph_projects(entity_type text) returns boolean
language sql immutable parallel safe
return entity_type not in ('audit_entry', 'setting', 'warning', 'warning_receipt', 'warning_event')`,

    `create ${noteEntities({
      changed: `from new_rows n join old_rows o using (id)
    where (graph_projects(n.entity_type) or graph_projects(o.entity_type))
      and (${shown('n')}) is distinct from (${shown('o')})`,
      anyRenamed:
        'exists (select from new_rows n join old_rows o using (id) where n.name <> o.name or n.entity_type <> o.entity_type)',
    })}`,
    // The ends of a deleted relation may be gone, so every deletion is recorded; one that was never
    // projected costs a no-op. Bulk changes are recorded without checks, because the graph writer
    // checks the ends anyway. For a relation type that declares its ends, none of which the graph
    // hides, no relation's ends need a check.
    `create function graph_note_relations() returns trigger language plpgsql as $$
declare lowest bigint; highest bigint; amount bigint; kinds bigint[]; ends bigint[]; hidden bigint[] := '{}';
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, source_id, target_id, op)
    select 'relation', o.id, o.source_id, o.target_id, 'delete' from old_rows o order by o.id;
    return null;
  end if;
  select min(id), max(id), count(*) into lowest, highest, amount from new_rows;
  if tg_op = 'INSERT' and amount > 100 and amount = highest - lowest + 1 then
    insert into graph_outbox (kind, relation_id, last_id, op) values ('relation', lowest, highest, 'upsert');
    return null;
  end if;
  select array_agg(kind.id) into kinds from (select distinct relation_type_id as id from new_rows) kind
  where 2 > (select count(*) from entity_properties p where p.entity_id = kind.id and p.key in ('source_types', 'target_types')
    and case when p.value is json array then not exists (
      select from json_array_elements_text(p.value::json) joined(type) where not graph_projects(joined.type)) end);
  if kinds is not null then
    select array_agg(id) into ends from (
      select source_id from new_rows where relation_type_id = any(kinds)
      union select target_id from new_rows where relation_type_id = any(kinds)) both_ends(id);
    select coalesce(array_agg(e.id), '{}') into hidden from entities e where e.id = any(ends) and not graph_projects(e.entity_type);
  end if;
  insert into graph_outbox (kind, relation_id, last_id, op)
  select 'relation', first, last, 'upsert' from ${runsOf('new_rows where not (source_id = any(hidden) or target_id = any(hidden))')};
  return null;
end $$`,
    // One notification per transaction: PostgreSQL folds equal ones at commit.
    `create function graph_wake_worker() returns trigger language plpgsql as $$
begin
  perform pg_notify('graph_outbox', '');
  return null;
end $$`,

    // Statement triggers with transition tables: an import of 10,000 rows fires them once.
    ...(['entities', 'relations'] as const).flatMap((table) => [
      `create trigger graph_insert after insert on ${table} referencing new table as new_rows
  for each statement execute function graph_note_${table}()`,
      `create trigger graph_update after update on ${table} referencing old table as old_rows new table as new_rows
  for each statement execute function graph_note_${table}()`,
      `create trigger graph_delete after delete on ${table} referencing old table as old_rows
  for each statement execute function graph_note_${table}()`,
    ]),
    `create trigger graph_wake after insert on graph_outbox
  for each statement execute function graph_wake_worker()`,
  ],
};
