import type { Migration } from '../migration.ts';

/**
 * Approved minutes that move to another installation keep their record to the letter, and with it
 * the hash that was signed and printed (spec minutes#exchange). Ids in it are those of where they
 * were approved, so what is compared leaves them out.
 */
export const keptMinutes: Migration = {
  id: '0031',
  name: 'kept_minutes',
  statements: [
    `create function minutes_words(content jsonb) returns jsonb language sql immutable as $$
  select content || jsonb_build_object('sections', (
    select coalesce(jsonb_agg(s.said - 'id' order by s.place), '[]')
    from jsonb_array_elements(content -> 'sections') with ordinality s(said, place)))
$$`,
    `comment on function minutes_words(jsonb) is 'what minutes_content says, without ids'`,
    // The canonical text is checked, so the record of another installation says what is stored here.
    `create or replace function approved_minutes_fill() returns trigger language plpgsql as $$
begin
  if not exists (select from entities where id = new.minutes_id and entity_type = 'minutes' and properties ->> 'status' = 'approved') then
    raise exception 'only approved minutes are recorded' using errcode = 'integrity_constraint_violation';
  end if;
  if new.content = '' then
    new.content := minutes_record(new.minutes_id);
    new.recorded_at := now();
  elsif new.content <> new.content::jsonb::text
    or minutes_words(new.content::jsonb -> 'content') is distinct from minutes_words(minutes_content(new.minutes_id)) then
    raise exception 'the record says something else than the minutes'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_fit';
  end if;
  new.recorded_at := least(new.recorded_at, now());
  new.sha256 := sha256(convert_to(new.content, 'UTF8'));
  return new;
end $$`,
  ],
};
