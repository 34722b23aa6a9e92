import type { Migration } from '../migration.ts';

const typeId = (name: string) =>
  `(select id from entities where entity_type = 'relation_type' and name = '${name}')`;

/** Raises that approved minutes stay as they are. */
const refused = `raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay'`;

/** Whether rows of relations touch approved minutes or their sections. */
const touching = (rows: string) => `exists (
    select from ${rows} c where exists (select from approved_minutes a where a.minutes_id in (c.source_id, c.target_id))
      or exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
        where s.relation_type_id = ${typeId('section_of')} and s.source_id in (c.source_id, c.target_id)))`;

/** The columns of `entities` that say something; the others count and date the changes. */
const same = (row: 'old' | 'new') =>
  `(${['id', 'entity_type', 'name', 'label', 'sort_order', 'is_active', 'created_at', 'properties'].map((column) => `${row}.${column}`).join(', ')})`;

/** Refuses to change or delete rows of a table, and to empty it while it has any. */
const onlyAdded = (table: string, words: string) => [
  `create function ${table}_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' and not exists (select from ${table}) then return null; end if;
  raise exception '${words}'
    using errcode = 'integrity_constraint_violation', constraint = '${table}_stay';
end $$`,
  `create trigger ${table}_stay before update or delete on ${table}
  for each row execute function ${table}_stay()`,
  `create trigger ${table}_stay_all before truncate on ${table}
  for each statement execute function ${table}_stay()`,
  `revoke update, delete, truncate on ${table} from "<runtime>"`,
];

/**
 * Minutes that were approved (spec minutes#approved). The transaction that approves them, by whatever
 * way, keeps a record with its hash; from then on triggers refuse every change of the minutes, their
 * sections and their relations.
 */
export const minutes: Migration = {
  id: '0019',
  name: 'minutes',
  statements: [
    // What stays as it is: stored texts only, so that it can be read again and compared.
    `create function minutes_content(minutes bigint) returns jsonb language sql stable as $$
  select jsonb_build_object('label', m.label, 'properties', m.properties, 'sections', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id::text, 'label', s.label, 'properties', s.properties)
      order by case when s.properties ->> 'sequence_order' ~ '^[0-9]{1,9}$' then (s.properties ->> 'sequence_order')::integer end nulls last, s.id), '[]')
    from relations r join entities s on s.id = r.source_id
    where r.target_id = m.id and r.relation_type_id = ${typeId('section_of')}))
  from entities m where m.id = minutes and m.entity_type = 'minutes'
$$`,
    // PostgreSQL writes equal values of jsonb as equal texts: the canonical form that is hashed.
    `create function minutes_record(minutes bigint) returns text language sql stable as $$
  select jsonb_build_object('format', 'ahlt-minutes/1', 'id', minutes::text, 'content', minutes_content(minutes), 'meeting', (
      select jsonb_build_object('id', meeting.id::text, 'label', meeting.label, 'date', meeting.properties ->> 'meeting_date')
      from relations r join entities meeting on meeting.id = r.source_id
      where r.target_id = minutes and r.relation_type_id = ${typeId('minutes_of')} order by r.id limit 1),
    'committee', (
      select jsonb_build_object('id', tor.id::text, 'label', tor.label)
      from relations r join relations b on b.source_id = r.source_id and b.relation_type_id = ${typeId('belongs_to_tor')}
        join entities tor on tor.id = b.target_id
      where r.target_id = minutes and r.relation_type_id = ${typeId('minutes_of')} order by r.id, b.id limit 1))::text
$$`,
    `create table approved_minutes (
  minutes_id  bigint primary key references entities (id),
  content     text not null,
  sha256      bytea not null,
  recorded_at timestamptz not null default now()
)`,
    `comment on table approved_minutes is 'minutes as they were approved, in canonical form; rows are only added'`,
    // A trigger fills the row, so it says what is stored.
    `create function approved_minutes_fill() returns trigger language plpgsql as $$
begin
  if not exists (select from entities where id = new.minutes_id and entity_type = 'minutes' and properties ->> 'status' = 'approved') then
    raise exception 'only approved minutes are recorded' using errcode = 'integrity_constraint_violation';
  end if;
  new.content := minutes_record(new.minutes_id);
  new.sha256 := sha256(convert_to(new.content, 'UTF8'));
  new.recorded_at := now();
  return new;
end $$`,
    `create trigger approved_minutes_fill before insert on approved_minutes
  for each row execute function approved_minutes_fill()`,
    ...onlyAdded('approved_minutes', 'approved minutes stay as they are'),
    // Deferred, so that an import that writes minutes before their sections is recorded as a whole.
    `create function minutes_keep_record() returns trigger language plpgsql as $$
begin
  if exists (select from entities where id = new.id and properties ->> 'status' = 'approved') then
    insert into approved_minutes (minutes_id, content, sha256) values (new.id, '', '') on conflict do nothing;
  end if;
  return null;
end $$`,
    `create constraint trigger minutes_keep_record after insert or update on entities
  deferrable initially deferred for each row
  when (new.entity_type = 'minutes' and new.properties ->> 'status' = 'approved')
  execute function minutes_keep_record()`,
    // An update that changes nothing, as an import of the same file makes, leaves the row as it is. The
    // name puts the trigger after the one that counts versions.
    `create function minutes_keep_approved() returns trigger language plpgsql as $$
begin
  if not exists (select from approved_minutes where minutes_id = old.id)
    and not exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
      where s.source_id = old.id and s.relation_type_id = ${typeId('section_of')}) then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and ${same('new')} is not distinct from ${same('old')} then
    return old;
  end if;
  ${refused};
end $$`,
    `create trigger minutes_keep_approved before update or delete on entities for each row
  when (old.entity_type in ('minutes', 'minutes_section')) execute function minutes_keep_approved()`,
    `create function approved_minutes_keep_relations() returns trigger language plpgsql as $$
begin
  if not exists (select from approved_minutes) then return null; end if;
  if tg_op = 'TRUNCATE' then
    ${refused};
  elsif tg_op = 'DELETE' then
    if ${touching('old_rows')} then ${refused}; end if;
  elsif tg_op = 'INSERT' then
    if ${touching('new_rows')} then ${refused}; end if;
  elsif ${touching('(select n.* from new_rows n join old_rows o on o.id = n.id where n is distinct from o)')} then
    ${refused};
  end if;
  return null;
end $$`,
    `create trigger approved_minutes_keep_added after insert on relations referencing new table as new_rows
  for each statement execute function approved_minutes_keep_relations()`,
    `create trigger approved_minutes_keep_changed after update on relations referencing old table as old_rows new table as new_rows
  for each statement execute function approved_minutes_keep_relations()`,
    `create trigger approved_minutes_keep_removed after delete on relations referencing old table as old_rows
  for each statement execute function approved_minutes_keep_relations()`,
    `create trigger approved_minutes_keep_all before truncate on relations
  for each statement execute function approved_minutes_keep_relations()`,

    // No foreign key to users: a signature outlives the account.
    `create table minutes_signatures (
  minutes_id   bigint not null references approved_minutes (minutes_id),
  capacity     text not null check (capacity in ('chair', 'secretary')),
  sha256       bytea not null,
  signed_at    timestamptz not null,
  signed_by_id bigint not null,
  signed_by    text not null,
  primary key (minutes_id, capacity),
  unique (minutes_id, signed_by_id)
)`,
    `comment on table minutes_signatures is 'who signed approved minutes, and the hash that was signed; rows are only added'`,
    `create function minutes_signatures_fill() returns trigger language plpgsql as $$
begin
  new.sha256 := (select sha256 from approved_minutes where minutes_id = new.minutes_id);
  return new;
end $$`,
    `create trigger minutes_signatures_fill before insert on minutes_signatures
  for each row execute function minutes_signatures_fill()`,
    ...onlyAdded('minutes_signatures', 'signatures of minutes stay as they are'),
  ],
};
