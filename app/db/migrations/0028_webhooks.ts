import type { Migration } from '../migration.ts';

/** Addresses that learn of events, what is sent to them, and their answers. */
export const webhooks: Migration = {
  id: '0028',
  name: 'webhooks',
  statements: [
    `create table webhook_endpoints (
  id               bigint generated always as identity primary key,
  name             text not null check (char_length(name) between 1 and 100),
  url              text not null check (char_length(url) between 1 and 2000),
  events           text[] not null check (cardinality(events) between 1 and 100),
  tor_id           bigint,
  disabled_because text check (disabled_because in ('user', 'failures', 'gone')),
  disabled_at      timestamptz,
  failing_since    timestamptz,
  version          integer not null default 1,
  created_at       timestamptz not null,
  check ((disabled_because is null) = (disabled_at is null))
)`,
    // No foreign key: a restriction must outlive its committee, or the endpoint would get everything.
    `comment on column webhook_endpoints.tor_id is 'only events of this committee; null: all events'`,
    `comment on column webhook_endpoints.failing_since is 'first failure since the last success'`,
    `create table webhook_secrets (
  id          bigint generated always as identity primary key,
  endpoint_id bigint not null references webhook_endpoints (id) on delete cascade,
  secret      text not null check (secret ~ '^whsec_[A-Za-z0-9+/]{43}=$'),
  created_at  timestamptz not null,
  valid_until timestamptz
)`,
    `comment on table webhook_secrets is 'keys that sign deliveries; read only to sign, shown once when they are made'`,
    `create unique index webhook_secrets_current on webhook_secrets (endpoint_id) where valid_until is null`,
    'create index webhook_secrets_endpoint on webhook_secrets (endpoint_id)',
    `create table webhook_deliveries (
  id          bigint generated always as identity primary key,
  endpoint_id bigint not null references webhook_endpoints (id) on delete cascade,
  event_id    bigint,
  message_id  text not null check (char_length(message_id) between 1 and 64),
  type        text not null check (char_length(type) between 1 and 128),
  label       text not null check (char_length(label) <= 255),
  body        text not null check (octet_length(body) <= 131072),
  state       text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed')),
  due_at      timestamptz not null,
  attempts    integer not null default 0,
  claim       uuid,
  created_at  timestamptz not null,
  constraint webhook_deliveries_once unique (endpoint_id, event_id)
)`,
    `comment on column webhook_deliveries.due_at is 'when it may be sent: its time while it waits, the end of the claim while it is sent'`,
    `create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at, id)
  where state in ('waiting', 'sending')`,
    'create index webhook_deliveries_list on webhook_deliveries (endpoint_id, id desc)',
    'create index webhook_deliveries_state on webhook_deliveries (endpoint_id, state, id desc)',
    'create index webhook_deliveries_at on webhook_deliveries (created_at)',
    `create table webhook_attempts (
  id          bigint generated always as identity primary key,
  delivery_id bigint not null references webhook_deliveries (id) on delete cascade,
  at          timestamptz not null,
  outcome     text not null check (outcome in ('delivered', 'status', 'redirect', 'timeout', 'address', 'connection')),
  status      integer,
  detail      text check (char_length(detail) <= 200),
  response    text check (char_length(response) <= 1024),
  duration_ms integer not null
)`,
    'create index webhook_attempts_delivery on webhook_attempts (delivery_id, id desc)',
  ],
};
