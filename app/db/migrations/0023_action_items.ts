import type { Migration } from '../migration.ts';

const typeId = (name: string) =>
  `(select id from entities where entity_type = 'relation_type' and name = '${name}')`;

/**
 * Action items that minutes list as JSON, as an import or an earlier version left them, become
 * entities (spec action-items#import). A function does it, so that every way in leads to the same.
 */
export const actionItems: Migration = {
  id: '0023',
  name: 'action_items',
  statements: [
    // An item that is there already, by its description, stays as it is.
    `create function minutes_read_action_items(minutes bigint) returns void language plpgsql as $$
declare listed text; said jsonb; words text; item bigint; owner bigint; meeting bigint; committee bigint;
begin
  select properties ->> 'structured_action_items' into listed from entities where id = minutes;
  if listed is null or listed is not json array then return; end if;
  select r.source_id into meeting from relations r
    where r.target_id = minutes and r.relation_type_id = ${typeId('minutes_of')} order by r.id limit 1;
  select r.target_id into committee from relations r
    where r.source_id = meeting and r.relation_type_id = ${typeId('belongs_to_tor')} order by r.id limit 1;
  for said in select x from jsonb_array_elements(listed::jsonb) x where jsonb_typeof(x) = 'object' loop
    words := btrim(coalesce(said ->> 'description', ''));
    continue when words = '' or exists (
      select from relations r join entities i on i.id = r.source_id and i.entity_type = 'action_item'
      where r.target_id = minutes and r.relation_type_id = ${typeId('action_item_of')} and i.properties ->> 'description' = words);
    insert into entities (entity_type, name, label, properties) values ('action_item', 'minutes_' || minutes || '_' || md5(words), left(words, 100),
      jsonb_strip_nulls(jsonb_build_object('description', words, 'responsible', nullif(btrim(said ->> 'responsible'), ''),
        'due_date', case when said ->> 'due_date' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and pg_input_is_valid(said ->> 'due_date', 'date') then said ->> 'due_date' end,
        'status', case when said ->> 'status' in ('open', 'in_progress', 'done') then said ->> 'status' else 'open' end)))
    on conflict do nothing returning id into item;
    continue when item is null;
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, item, case t.name when 'action_item_of' then minutes else committee end
    from entities t where t.entity_type = 'relation_type' and (t.name = 'belongs_to_tor' and committee is not null
      -- Nothing is added to minutes that were approved before this migration.
      or t.name = 'action_item_of' and not exists (select from approved_minutes a where a.minutes_id = minutes));
    -- The only user or position with this name.
    select case when count(*) = 1 then min(o.id) end into owner from entities o
    where btrim(coalesce(said ->> 'responsible', '')) <> '' and (
      o.entity_type = 'user' and lower(btrim(said ->> 'responsible')) in (lower(o.label), lower(o.name))
      or o.entity_type = 'tor_function' and lower(o.label) = lower(btrim(said ->> 'responsible')) and exists (
        select from relations b where b.source_id = o.id and b.target_id = committee and b.relation_type_id = ${typeId('belongs_to_tor')}));
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, item, owner from entities t where t.entity_type = 'relation_type' and t.name = 'assigned_to' and owner is not null;
  end loop;
end $$`,
    `create function minutes_action_items() returns trigger language plpgsql as $$
begin
  perform minutes_read_action_items(new.id);
  return null;
end $$`,
    // Deferred, so that the meeting and the committee of imported minutes are known; its name puts it
    // before the trigger that records approved minutes.
    `create constraint trigger minutes_action_items after insert or update on entities
  deferrable initially deferred for each row
  when (new.entity_type = 'minutes' and new.properties ? 'structured_action_items')
  execute function minutes_action_items()`,
    `insert into entities (entity_type, name, label)
select 'relation_type', t.name, t.label from (values ('action_item_of', 'Action item of'), ('assigned_to', 'Assigned to')) t(name, label)
where exists (select from entities where entity_type = 'minutes' and properties ? 'structured_action_items')
on conflict do nothing`,
    // Readers look for open items of a committee or an owner by their due dates.
    `create index action_item_due on entities ((properties ->> 'due_date'), id) where entity_type = 'action_item'`,
    // Last, because the trigger, which reads the lists of minutes that are there already, waits for
    // the end of the transaction, and no index can be built meanwhile.
    `update entities set properties = properties where entity_type = 'minutes' and properties ? 'structured_action_items'`,
  ],
};
