import type { Migration } from '../migration.ts';

/** Whether a row of `entities` was written by this transaction, which may complete it. */
const isNew = (row: string) => `written_now(${row}.xmin, ${row}.updated_at)`;

const decisionStays = `raise exception 'a decision stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'decisions_stay'`;

const typeNamed = (name: string) =>
  `(select id from entities where entity_type = 'relation_type' and name = '${name}')`;

/** Refuses to change or delete files of what was decided on: an agenda point, its courses of action. */
const fileTrigger = (table: string, file: string) => [
  `create function ${table}_stay() returns trigger language plpgsql as $$
begin
  if exists (select from attachments a
      left join relations c on c.target_id = a.entity_id and c.relation_type_id = ${typeNamed('considers_coa')}
      join relations d on d.target_id in (a.entity_id, c.source_id) and d.relation_type_id = ${typeNamed('decision_on')}
      where a.id = ${file} and a.is_complete) then
    raise exception 'files of what was decided on stay'
      using errcode = 'integrity_constraint_violation', constraint = 'decided_files_stay';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$`,
  `create trigger ${table}_stay before update or delete on ${table}
  for each row execute function ${table}_stay()`,
];

/** Refuses relations that begin at a decision of an earlier transaction. */
const relationTrigger = (event: 'insert' | 'update' | 'delete', rows: 'old' | 'new') =>
  // Named to run before those that touch the source of a relation.
  `create trigger decision_relations_${event} after ${event} on relations
  referencing ${rows} table as changed_rows for each statement execute function decision_relations_stay()`;

/**
 * Decisions are final with the transaction that records them (spec decisions#final). Numbers count
 * per committee and year (spec decisions#numbers).
 */
export const decisions: Migration = {
  id: '0022',
  name: 'decisions',
  statements: [
    `create table decision_numbers (
  tor_id bigint not null,
  year   integer not null,
  last   integer not null check (last > 0),
  primary key (tor_id, year)
)`,
    `comment on table decision_numbers is 'the last number of a committee in a year; written by a trigger only'`,
    'revoke insert, update, delete, truncate on decision_numbers from "<runtime>"',
    `create unique index decision_number_key on entities
  ((properties ->> 'tor_id'), (properties ->> 'decision_year'), (properties ->> 'decision_number'))
  where entity_type = 'decision' and properties ? 'decision_number'`,
    // After the insert, so that a row that is not inserted takes no number. Runs with its owner's
    // rights: the app cannot skip a number. An import brings its own.
    `create function decision_take_number() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  given integer := case when new.properties ->> 'decision_number' ~ '^[1-9][0-9]{0,8}$' then (new.properties ->> 'decision_number')::integer end;
  number integer;
begin
  insert into decision_numbers as n (tor_id, year, last)
  values ((new.properties ->> 'tor_id')::bigint, (new.properties ->> 'decision_year')::integer, coalesce(given, 1))
  on conflict (tor_id, year) do update
    set last = case when given is null then n.last + 1 else greatest(n.last, given) end
  returning last into number;
  if given is null then
    update entities set properties = properties || jsonb_build_object('decision_number', number::text) where id = new.id;
  end if;
  return null;
end $$`,
    `create trigger decision_take_number after insert on entities for each row
  when (new.entity_type = 'decision' and new.properties ->> 'tor_id' ~ '^[1-9][0-9]{0,17}$' and new.properties ->> 'decision_year' ~ '^[0-9]{4}$')
  execute function decision_take_number()`,
    `create function decisions_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from entities where entity_type = 'decision') then
      ${decisionStays};
    end if;
    return null;
  end if;
  if old.entity_type = 'decision' and ${isNew('old')} then
    if tg_op = 'DELETE' then return old; end if;
    if new.entity_type = 'decision' then return new; end if;
  end if;
  ${decisionStays};
end $$`,
    `create trigger decisions_change before update on entities for each row
  when (old.entity_type = 'decision' or new.entity_type = 'decision') execute function decisions_stay()`,
    `create trigger decisions_delete before delete on entities for each row
  when (old.entity_type = 'decision') execute function decisions_stay()`,
    `create trigger decisions_truncate before truncate on entities
  for each statement execute function decisions_stay()`,
    `create trigger decisions_truncate before truncate on relations
  for each statement execute function decisions_stay()`,
    `create function decision_relations_stay() returns trigger language plpgsql as $$
begin
  if exists (select from changed_rows c join entities d on d.id = c.source_id and d.entity_type = 'decision'
      where not ${isNew('d')}) then
    ${decisionStays};
  end if;
  return null;
end $$`,
    relationTrigger('insert', 'new'),
    relationTrigger('update', 'new'),
    relationTrigger('delete', 'old'),
    ...fileTrigger('attachments', 'old.id'),
    ...fileTrigger('attachment_pieces', 'old.attachment_id'),
    `create index decision_point on entities ((properties ->> 'agenda_point_id')) where entity_type = 'decision'`,
    // Declared in app/decisions.
    `create index decision_date on entities ((lower("left"(properties ->> 'decided_date', 128)) is null), coalesce(lower("left"(properties ->> 'decided_date', 128)), ''), id)
  where entity_type = 'decision'`,
    `create index decision_date_desc on entities ((lower("left"(properties ->> 'decided_date', 128)) is not null), coalesce(lower("left"(properties ->> 'decided_date', 128)), ''), id)
  where entity_type = 'decision'`,
    String.raw`create index decision_search on entities
  using gin (lower(E'\x1f ' || label || E'\x1f ' || coalesce(properties ->> 'decision_rationale', '') || E'\x1f ' || coalesce(properties ->> 'options_text', '')) gin_trgm_ops)
  where entity_type = 'decision'`,
  ],
};
