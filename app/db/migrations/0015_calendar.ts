import type { Migration } from '../migration.ts';

/**
 * Addresses under which calendars are subscribed to (spec calendar#subscriptions), and the index of
 * meetings by date.
 */
export const calendar: Migration = {
  id: '0015',
  name: 'calendar',
  statements: [
    `create table calendar_feeds (
  id           bigint generated always as identity primary key,
  user_id      bigint not null references entities (id) on delete cascade,
  tor_id       bigint references entities (id) on delete cascade,
  hash         bytea not null constraint calendar_feeds_hash_key unique check (octet_length(hash) = 32),
  ending       text not null check (char_length(ending) = 4),
  created_at   timestamptz not null,
  last_used_at timestamptz,
  content      bytea check (octet_length(content) = 32),
  changed_at   timestamptz
)`,
    `comment on column calendar_feeds.tor_id is 'one committee; null: those in which the user holds a position'`,
    `comment on column calendar_feeds.hash is 'SHA-256 of the secret in the address; the secret itself is nowhere'`,
    `comment on column calendar_feeds.content is 'SHA-256 of what was sent last, to know when it changed'`,
    'create index calendar_feeds_user on calendar_feeds (user_id, created_at)',
    'create index calendar_feeds_tor on calendar_feeds (tor_id)',
    `create index meeting_date on entities ((properties ->> 'meeting_date'), id) where entity_type = 'meeting'`,
    `create index meeting_occurrence on entities ((properties ->> 'occurrence_date'), id) where entity_type = 'meeting'`,
  ],
};
