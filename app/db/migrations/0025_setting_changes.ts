import type { Migration } from '../migration.ts';

/**
 * Changes of security settings that wait for a second person, one a setting (docs/decisions/032-floors-for-security-settings.md). And retention has
 * its floor where the log is pruned, whatever the setting says.
 */
export const settingChanges: Migration = {
  id: '0025',
  name: 'setting_changes',
  statements: [
    `create table setting_changes (
  id           bigint generated always as identity primary key,
  setting_id   bigint not null unique references entities (id) on delete cascade,
  before       text not null,
  value        text not null,
  requested_by bigint not null references entities (id) on delete cascade,
  requested_at timestamptz not null,
  expires_at   timestamptz not null check (expires_at > requested_at)
)`,
    'create index setting_changes_requested_by on setting_changes (requested_by)',
    "comment on column setting_changes.before is 'value of the setting when the change was asked for; another one since then stops it'",
    // As in 0005, but for the floor of 90 days.
    `create or replace function audit_prune(environment text, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare days integer := 90; head audit_head; last_seq bigint; last_hash bytea; removed bigint;
begin
  select p.value::integer into days
  from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value'
  where e.entity_type = 'setting' and e.name = 'audit.retention_days' and p.value ~ '^[0-9]{1,4}$' and p.value::integer <= 3650;
  days := coalesce(days, 90);
  if days = 0 then return 0; end if;
  days := greatest(days, 90);
  select * into strict head from audit_head for update;
  select a.seq, a.hash into last_seq, last_hash from (
    select seq, hash, at from audit_log where seq < head.seq order by seq limit most) a
  where a.at < now() - make_interval(days => days) order by a.seq desc limit 1;
  if not found then return 0; end if;
  perform set_config('ahlt.audit_prune', pg_current_xact_id()::text, true);
  delete from audit_log where seq <= last_seq;
  get diagnostics removed = row_count;
  perform set_config('ahlt.audit_prune', '', true);
  update audit_head set pruned_seq = last_seq, pruned_hash = last_hash;
  insert into audit_log (environment, action, outcome, actor_name, target_type, target_label, details)
  values (environment, 'audit.pruned', 'success', 'system', 'audit', 'Audit log', jsonb_build_object(
    'up_to', last_seq, 'hash', encode(last_hash, 'hex'), 'rows', removed, 'days', days));
  return removed;
end $$`,
  ],
};
