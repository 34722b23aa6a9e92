import type { Migration } from '../migration.ts';

const ofType = (name: string): string =>
  `(select id from entities where entity_type = 'relation_type' and name = '${name}')`;

/**
 * What open pages are told of: receipts, notifications, items of committees, ended sessions. Triggers
 * write the log, so whatever changes them is in it. A row is new to a reader if its transaction was
 * not visible in the snapshot that the reader saw last: nothing is missed, and nothing read twice,
 * in whatever order transactions end. Rows are added only, so nobody waits for them.
 */
export const liveChanges: Migration = {
  id: '0027',
  name: 'live_changes',
  statements: [
    `create table live_changes (
  id      bigint generated always as identity primary key,
  xid     xid8 not null default pg_current_xact_id(),
  at      timestamptz not null default now(),
  subject bigint not null,
  kind    text not null check (char_length(kind) between 1 and 63),
  item    bigint,
  is_new  boolean not null default false
)`,
    `comment on table live_changes is 'changes that open pages show, for an hour; a notification on the channel live only says that there are some'`,
    `comment on column live_changes.subject is 'a user (warning, resolved, unread, notification), a session (session) or a committee (the type of an item)'`,
    'create index live_changes_xid on live_changes (xid)',
    'create index live_changes_subject on live_changes (subject, xid)',

    `create function live_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('live', '');
  return null;
end $$`,
    `create trigger live_notify after insert on live_changes
  for each statement execute function live_notify()`,

    // The name of a receipt says whose it is and of what, also while it is deleted with its relations.
    `create function live_receipt() returns trigger language plpgsql as $$
declare
  receipt entities := case tg_op when 'DELETE' then old else new end;
  status text := case tg_op when 'DELETE' then 'deleted' else new.properties ->> 'status' end;
begin
  if receipt.name ~ '^wr\\.\\d{1,18}\\.\\d{1,18}$' then
    insert into live_changes (subject, kind, item, is_new) values (
      split_part(receipt.name, '.', 3)::bigint,
      case status when 'unread' then 'warning' when 'resolved' then 'resolved' else 'unread' end,
      split_part(receipt.name, '.', 2)::bigint,
      status = 'unread');
  end if;
  return null;
end $$`,
    `create trigger live_receipt_added after insert on entities for each row
  when (new.entity_type = 'warning_receipt' and new.properties ->> 'status' = 'unread')
  execute function live_receipt()`,
    `create trigger live_receipt_moved after update on entities for each row
  when (new.entity_type = 'warning_receipt' and new.properties ->> 'status' is distinct from old.properties ->> 'status')
  execute function live_receipt()`,
    `create trigger live_receipt_gone after delete on entities for each row
  when (old.entity_type = 'warning_receipt' and old.properties ->> 'status' = 'unread')
  execute function live_receipt()`,

    `create function live_notifications_added() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind, item, is_new)
  select user_id, 'notification', id, true from added where read_at is null;
  return null;
end $$`,
    `create trigger live_notifications_added after insert on notifications referencing new table as added
  for each statement execute function live_notifications_added()`,
    `create function live_notifications_read() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind)
  select distinct before.user_id, 'unread' from before join after using (id)
  where (before.read_at is null) <> (after.read_at is null);
  return null;
end $$`,
    `create trigger live_notifications_read after update on notifications
  referencing old table as before new table as after
  for each statement execute function live_notifications_read()`,
    `create function live_notifications_gone() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind)
  select distinct user_id, 'unread' from gone where read_at is null;
  return null;
end $$`,
    `create trigger live_notifications_gone after delete on notifications referencing old table as gone
  for each statement execute function live_notifications_gone()`,

    `create function live_sessions_ended() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind) select id, 'session' from ended;
  return null;
end $$`,
    `create trigger live_sessions_ended after delete on sessions referencing old table as ended
  for each statement execute function live_sessions_ended()`,

    // The committee of an item; that of minutes is their meeting's.
    `create function live_items() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind, item, is_new)
  select tor.id, t.target_type, t.target_id, bool_or(t.before is null and t.after is not null)
  from told t
    cross join lateral (select t.target_id as id union all
      select minuted.source_id from relations minuted
      where minuted.target_id = t.target_id and minuted.relation_type_id = ${ofType('minutes_of')}) it
    join relations owning on owning.source_id = it.id
    join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
  where t.target_type in ('suggestion', 'proposal', 'agenda_point', 'meeting', 'minutes', 'action_item')
  group by tor.id, t.target_type, t.target_id;
  return null;
end $$`,
    `create trigger live_items after insert on domain_events referencing new table as told
  for each statement execute function live_items()`,
  ],
};
