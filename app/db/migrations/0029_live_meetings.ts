import type { Migration } from '../migration.ts';

/**
 * Changes of meetings are in the log that open pages follow, instead of being counted in
 * `live_marks`: pages learn of all changes in one way, and transactions don't wait for a counter.
 */
export const liveMeetings: Migration = {
  id: '0029',
  name: 'live_meetings',
  statements: [
    `create or replace function live_touch(entity bigint) returns void language plpgsql as $$
begin
  insert into live_changes (subject, kind, item)
  select distinct tor.id, 'live', entity from relations owning
    join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
  where owning.source_id = entity;
end $$`,
    `comment on function live_touch(bigint) is 'adds a change of a meeting to the log; pages that follow it read it after the commit'`,
    `comment on column live_changes.subject is 'a user (warning, resolved, unread, notification), a session (session) or a committee (the type of an item; live: of a meeting that is followed)'`,
    `comment on table live_marks is 'not written since 0029; a later version drops it'`,
  ],
};
