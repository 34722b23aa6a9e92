import type { Migration } from '../migration.ts';

/** Terms of office of users who were deleted (spec positions#history). */
export const formerHolders: Migration = {
  id: '0018',
  name: 'former_holders',
  statements: [
    // No foreign key to users: the row is there because the user is gone.
    `create table former_holders (
  position_id bigint not null references entities (id) on delete cascade,
  user_id     bigint,
  holder      text not null,
  properties  jsonb not null check (jsonb_typeof(properties) = 'object'),
  last_day    text not null check (last_day ~ '^\\d{4}-\\d{2}-\\d{2}$'),
  deleted_at  timestamptz not null,
  deleted_by  text not null
)`,
    'create index former_holders_position on former_holders (position_id)',
    `comment on table former_holders is 'terms of office of deleted users; properties are those of their relation fills_position'`,
    `comment on column former_holders.user_id is 'the id that the audit log has; null if the user was deleted elsewhere'`,
    `comment on column former_holders.last_day is 'the day before the deletion, on which open terms ended'`,
  ],
};
