import type { Migration } from '../migration.ts';

/** A table expression's ids as runs that leave none out: the first and the last of each. */
export const runsOf = (rows: string) => `(
    select min(id) as first, nullif(max(id), min(id)) as last
    from (select id, id - row_number() over (order by id) as run from ${rows}) ids group by run) runs order by first`;

/**
 * What many new rows cost beside themselves (docs/decisions/033-imports-in-one-transaction.md). Whoever asks which entities have a value
 * finds them by the index that lists are sorted by; a second one cost a twentieth of an import. What is made together is noted together for
 * the graph. And whether the graph shows the ends of relations is asked once for all of them.
 */
export const lighterWrites: Migration = {
  id: '0019',
  name: 'lighter_writes',
  outsideTransaction: true,
  statements: [
    'alter table graph_outbox add column if not exists last_id bigint',
    `comment on column graph_outbox.last_id is 'a row may name several entities or relations: those from entity_id or relation_id to here; null: it names one'`,

    `create or replace function graph_note_entities() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', o.id, 'delete' from old_rows o where graph_projects(o.entity_type) order by o.id;
  elsif tg_op = 'INSERT' then
    insert into graph_outbox (kind, entity_id, last_id, op)
    select 'entity', first, last, 'upsert' from ${runsOf('new_rows where graph_projects(entity_type)')};
  elsif pg_trigger_depth() = 1 then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    from new_rows n join old_rows o using (id)
    where graph_projects(n.entity_type) or graph_projects(o.entity_type)
    order by n.id;
  end if;
  return null;
end $$`,
    // Few relations have an end that the graph doesn't show, so those ends are found first, all at once.
    `create or replace function graph_note_relations() returns trigger language plpgsql as $$
declare ends bigint[]; hidden bigint[];
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, op) select 'relation', o.id, 'delete' from old_rows o order by o.id;
  else
    select array_agg(id) into ends from (select source_id from new_rows union select target_id from new_rows) both_ends(id);
    select coalesce(array_agg(e.id), '{}') into hidden from entities e where e.id = any(ends) and not graph_projects(e.entity_type);
    insert into graph_outbox (kind, relation_id, last_id, op)
    select 'relation', first, last, 'upsert' from ${runsOf('new_rows where not (source_id = any(hidden) or target_id = any(hidden))')};
  end if;
  return null;
end $$`,

    'drop index concurrently if exists entity_properties_key_value',
  ],
};
