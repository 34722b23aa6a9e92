import type { Migration } from '../migration.ts';

/**
 * Changes of security settings that wait for a second user's confirmation, at most one per setting
 * (docs/decisions/032-floors-for-security-settings.md).
 */
export const settingChanges: Migration = {
  id: '0009',
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
  ],
};
