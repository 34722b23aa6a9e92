import type { Migration } from '../migration.ts';

/**
 * Adopted Terms of Reference (spec adopted-versions#adoption). A row never changes and never goes,
 * and keeps its committee.
 */
export const adoptedVersions: Migration = {
  id: '0016',
  name: 'adopted_versions',
  statements: [
    `create table tor_versions (
  tor_id        bigint not null constraint tor_versions_tor_fkey references entities (id),
  number        integer not null check (number > 0),
  label         text not null,
  properties    jsonb not null check (jsonb_typeof(properties) = 'object'),
  adopted_on    date not null,
  decision      text not null check (char_length(decision) between 1 and 500),
  adopted_at    timestamptz not null,
  adopted_by_id bigint,
  adopted_by    text not null,
  primary key (tor_id, number)
)`,
    `comment on table tor_versions is 'Terms of Reference as a decision adopted them; rows are only added'`,
    `create function tor_versions_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' and not exists (select from tor_versions) then return null; end if;
  raise exception 'adopted Terms of Reference stay as they are'
    using errcode = 'integrity_constraint_violation', constraint = 'tor_versions_stay';
end $$`,
    `create trigger tor_versions_stay before update or delete on tor_versions
  for each row execute function tor_versions_stay()`,
    `create trigger tor_versions_stay_all before truncate on tor_versions
  for each statement execute function tor_versions_stay()`,
    'revoke update, delete, truncate on tor_versions from "<runtime>"',
  ],
};
