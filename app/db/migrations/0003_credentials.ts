import type { Migration } from '../migration.ts';

/**
 * Passwords, away from the properties: whatever lists, exports, imports or projects properties can then never show or replace one
 * (spec ontology#secrets).
 */
export const credentials: Migration = {
  id: '0003',
  name: 'credentials',
  statements: [
    `create table credentials (
  user_id       bigint primary key references entities (id) on delete cascade,
  password_hash text not null check (password_hash like '$%'),
  must_change   boolean not null default false,
  changed_at    timestamptz not null default now()
)`,
  ],
};
