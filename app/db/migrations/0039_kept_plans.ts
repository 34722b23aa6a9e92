import type { Migration } from '../migration.ts';

/** The row of an entity, looked up by its id whatever else is asked of it. */
const byId = (id: string, columns: string) =>
  `lateral (select ${columns} from entities e where e.id = ${id} offset 0)`;

/**
 * A connection keeps the plans of functions. Those that were made while a table was small read all of
 * it for each changed row: 6 s for 3,000 agenda points that one statement adds to a committee, instead
 * of 0.5 s. These functions find relations by their index and entities by their id.
 */
export const keptPlans: Migration = {
  id: '0039',
  name: 'kept_plans',
  statements: [
    'alter function search_index_moved() set enable_seqscan = off',
    'alter function search_committees(bigint[]) set enable_seqscan = off',
    'alter function shell_menu_refresh() set enable_seqscan = off',
    `create or replace function decision_relations_stay() returns trigger language plpgsql as $$
begin
  if exists (select from changed_rows c, ${byId('c.source_id', 'e.entity_type, e.xmin, e.updated_at')} d
      where d.entity_type = 'decision' and not written_now(d.xmin, d.updated_at)) then
    raise exception 'a decision stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'decisions_stay';
  end if;
  return null;
end $$`,
    `create or replace function live_touch(entity bigint) returns void language plpgsql set enable_seqscan = off as $$
begin
  insert into live_changes (subject, kind, item)
  select distinct owning.target_id, 'live', entity
  from relations owning, ${byId('owning.target_id', 'e.entity_type')} owner
  where owning.source_id = entity and owner.entity_type = 'tor';
end $$`,
    `create or replace function live_touch_point(point bigint) returns void language plpgsql set enable_seqscan = off as $$
begin
  perform live_touch(m.id)
  from relations r, ${byId('r.target_id', 'e.id, e.entity_type, e.properties')} m
  where r.source_id = point
    and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'scheduled_for_meeting')
    and m.entity_type = 'meeting' and m.properties ->> 'status' in ('confirmed', 'in_progress');
end $$`,
  ],
};
