import type { Migration } from '../migration.ts';

/** What people are notified of, and how they want to learn of it. */
export const notifications: Migration = {
  id: '0026',
  name: 'notifications',
  statements: [
    `create table notifications (
  id        bigint generated always as identity primary key,
  user_id   bigint not null references entities (id) on delete cascade,
  kind      text not null check (char_length(kind) between 1 and 32),
  key       text not null check (char_length(key) between 1 and 200),
  target_id bigint references entities (id) on delete cascade,
  path      text not null check (char_length(path) <= 500),
  details   jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
  at        timestamptz not null,
  read_at   timestamptz,
  mail      text check (mail in ('now', 'digest')),
  mailed_at timestamptz,
  constraint notifications_once unique (user_id, kind, key)
)`,
    `comment on column notifications.key is 'the happening: nobody is notified of one twice'`,
    'create index notifications_list on notifications (user_id, id desc)',
    'create index notifications_unread on notifications (user_id, id desc) where read_at is null',
    'create index notifications_target on notifications (target_id)',
    'create index notifications_at on notifications (at)',
    `create index notifications_digest on notifications (user_id) where mail = 'digest' and mailed_at is null`,
    `create table notification_choices (
  user_id bigint not null references entities (id) on delete cascade,
  kind    text not null check (char_length(kind) between 1 and 32),
  way     text not null check (way in ('here', 'email', 'digest', 'none')),
  primary key (user_id, kind)
)`,
  ],
};
