import type { Migration } from '../migration.ts';

const ofCommittee = `(select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor')`;

/** Refuses what a row of a meeting pack does not allow. */
const packStays = `raise exception 'an issued meeting pack stays as it is'
    using errcode = 'integrity_constraint_violation', constraint = 'meeting_packs_stay'`;

/** The row of a meeting `m` that belongs to a committee by the relation `r`. */
const dayOf = `r.target_id, left(m.properties ->> 'meeting_date', 10), m.id,
  coalesce(m.properties ->> 'status', 'projected') <> 'cancelled',
  nullif(left(m.properties ->> 'occurrence_date', 10), left(m.properties ->> 'meeting_date', 10))`;

/**
 * Meetings by committee and date, of which one may take place (spec meetings#one-per-date), the
 * marks of what others watch live (spec meetings#live), speakers' lists, and meeting packs. Triggers
 * keep the dates and the packs, so the rules hold however a meeting was written.
 */
export const meetings: Migration = {
  id: '0020',
  name: 'meetings',
  statements: [
    `create table meeting_days (
  tor_id       bigint not null references entities (id) on delete cascade,
  meeting_date text not null,
  meeting_id   bigint not null references entities (id) on delete cascade,
  takes_place  boolean not null,
  moved_from   text,
  primary key (meeting_id, tor_id)
)`,
    `comment on table meeting_days is 'meetings by committee and date, kept by triggers; takes_place is false for a cancelled one'`,
    `comment on column meeting_days.moved_from is 'the date that its cadence projected, if it is another one'`,
    'create unique index meeting_days_takes_place on meeting_days (tor_id, meeting_date) where takes_place',
    'create index meeting_days_tor on meeting_days (tor_id, meeting_date, meeting_id)',
    'create index meeting_days_date on meeting_days (meeting_date, meeting_id)',
    'create index meeting_days_moved on meeting_days (tor_id, moved_from) where moved_from is not null',
    // Statements, not rows: an import adds thousands of relations with one. `offset 0` keeps the look-up
    // by id: nothing is known about the size of a transition table.
    `create function meeting_days_join() returns trigger language plpgsql as $$
begin
  insert into meeting_days (tor_id, meeting_date, meeting_id, takes_place, moved_from)
  select ${dayOf} from joined r, lateral (select * from entities e where e.id = r.source_id offset 0) m
  where r.relation_type_id = ${ofCommittee} and m.entity_type = 'meeting' and m.properties ->> 'meeting_date' is not null;
  return null;
end $$`,
    `create trigger meeting_days_join after insert on relations
  referencing new table as joined for each statement execute function meeting_days_join()`,
    `create function meeting_days_leave() returns trigger language plpgsql as $$
begin
  delete from meeting_days d using parted r
  where d.meeting_id = r.source_id and d.tor_id = r.target_id and r.relation_type_id = ${ofCommittee};
  return null;
end $$`,
    `create trigger meeting_days_leave after delete on relations
  referencing old table as parted for each statement execute function meeting_days_leave()`,
    `create function meeting_days_keep(meeting bigint) returns void language plpgsql as $$
begin
  delete from meeting_days where meeting_id = meeting;
  insert into meeting_days (tor_id, meeting_date, meeting_id, takes_place, moved_from)
  select ${dayOf} from entities m join relations r on r.source_id = m.id and r.relation_type_id = ${ofCommittee}
  where m.id = meeting and m.entity_type = 'meeting' and m.properties ->> 'meeting_date' is not null;
end $$`,
    `create function meeting_days_change() returns trigger language plpgsql as $$
begin
  perform meeting_days_keep(new.id);
  return null;
end $$`,
    `create trigger meeting_days_change after update on entities for each row
  when (new.entity_type = 'meeting'
    and (new.properties ->> 'meeting_date', new.properties ->> 'occurrence_date', new.properties ->> 'status')
      is distinct from (old.properties ->> 'meeting_date', old.properties ->> 'occurrence_date', old.properties ->> 'status'))
  execute function meeting_days_change()`,
    `create function meeting_days_move() returns trigger language plpgsql as $$
begin
  perform meeting_days_keep(id) from unnest(array[old.source_id, new.source_id]) moved(id) group by id;
  return null;
end $$`,
    `create trigger meeting_days_move after update of relation_type_id, source_id, target_id on relations
  for each row execute function meeting_days_move()`,

    `create table live_marks (
  entity_id bigint primary key references entities (id) on delete cascade,
  mark      bigint not null default 1
)`,
    `comment on table live_marks is 'counts the changes of what is watched live; a notification on the channel live only says that one happened'`,
    `create function live_touch(entity bigint) returns void language plpgsql as $$
begin
  insert into live_marks (entity_id) values (entity)
  on conflict (entity_id) do update set mark = live_marks.mark + 1;
  perform pg_notify('live', entity::text);
end $$`,
    `comment on function live_touch(bigint) is 'tells those who watch an entity that something about it changed, when the transaction commits'`,
    `create function live_touch_point(point bigint) returns void language plpgsql as $$
begin
  perform live_touch(m.id) from relations r
    join entities m on m.id = r.target_id and m.entity_type = 'meeting'
      and m.properties ->> 'status' in ('confirmed', 'in_progress')
  where r.source_id = point
    and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'scheduled_for_meeting');
end $$`,
    `comment on function live_touch_point(bigint) is 'the same for the meetings at which an agenda point may be shown now'`,
    `create function live_touch_meetings() returns trigger language plpgsql as $$
begin
  if new.entity_type = 'meeting' then
    perform live_touch(new.id);
  else
    perform live_touch_point(new.id);
  end if;
  return null;
end $$`,
    `create trigger live_touch_meetings after update on entities for each row
  when (new.entity_type in ('meeting', 'agenda_point') and (new.label, new.properties) is distinct from (old.label, old.properties))
  execute function live_touch_meetings()`,

    `create table meeting_speakers (
  id          bigint generated always as identity primary key,
  meeting_id  bigint not null references entities (id) on delete cascade,
  user_id     bigint not null references entities (id) on delete cascade,
  asked_at    timestamptz not null,
  began_at    timestamptz,
  ended_at    timestamptz,
  check (ended_at is null or ended_at >= asked_at)
)`,
    `comment on table meeting_speakers is 'who asked for the floor at a meeting; open until ended_at'`,
    'create index meeting_speakers_meeting on meeting_speakers (meeting_id, id)',
    'create index meeting_speakers_user on meeting_speakers (user_id)',
    'create unique index meeting_speakers_open on meeting_speakers (meeting_id, user_id) where ended_at is null',
    'create unique index meeting_speakers_floor on meeting_speakers (meeting_id) where began_at is not null and ended_at is null',

    // No foreign keys to users: a pack and its readers outlive their accounts.
    `create table meeting_packs (
  id           bigint generated always as identity primary key,
  meeting_id   bigint not null references entities (id),
  number       integer not null check (number > 0),
  content      text not null,
  sha256       bytea not null,
  issued_at    timestamptz not null,
  issued_by_id bigint not null,
  issued_by    text not null,
  unique (meeting_id, number)
)`,
    `comment on table meeting_packs is 'agenda and papers of a meeting as they were issued; rows are only added (spec meeting-pack#final)'`,
    // A trigger fills the row, so it says what is stored.
    `create function meeting_packs_fill() returns trigger language plpgsql as $$
begin
  if not exists (select from entities where id = new.meeting_id and entity_type = 'meeting') then
    raise exception 'only meetings have packs' using errcode = 'integrity_constraint_violation';
  end if;
  new.sha256 := sha256(convert_to(new.content, 'UTF8'));
  new.number := (select coalesce(max(number), 0) + 1 from meeting_packs where meeting_id = new.meeting_id);
  return new;
end $$`,
    `create trigger meeting_packs_fill before insert on meeting_packs
  for each row execute function meeting_packs_fill()`,
    `create table meeting_pack_readers (
  pack_id   bigint not null references meeting_packs (id),
  user_id   bigint not null,
  reader    text not null,
  opened_at timestamptz not null,
  read_at   timestamptz,
  primary key (pack_id, user_id)
)`,
    `comment on table meeting_pack_readers is 'who opened a pack, and who says to have read it; that is added once'`,
    `create function meeting_packs_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    if not exists (select from meeting_packs) then return null; end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'meeting_pack_readers' then
    if old.read_at is null and to_jsonb(new) - 'read_at' = to_jsonb(old) - 'read_at' then return new; end if;
  end if;
  ${packStays};
end $$`,
    ...['meeting_packs', 'meeting_pack_readers'].flatMap((table) => [
      `create trigger meeting_packs_stay before update or delete on ${table}
  for each row execute function meeting_packs_stay()`,
      `create trigger meeting_packs_stay_all before truncate on ${table}
  for each statement execute function meeting_packs_stay()`,
    ]),
    'revoke update, delete, truncate on meeting_packs from "<runtime>"',
    'revoke delete, truncate on meeting_pack_readers from "<runtime>"',
    // A meeting with a pack stays, and whatever else would delete it is refused.
    `create function meeting_packs_keep_meeting() returns trigger language plpgsql as $$
begin
  if exists (select from meeting_packs where meeting_id = old.id) then
    ${packStays};
  end if;
  return old;
end $$`,
    `create trigger meeting_packs_keep_meeting before delete on entities for each row
  when (old.entity_type = 'meeting') execute function meeting_packs_keep_meeting()`,
  ],
};
