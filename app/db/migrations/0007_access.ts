import type { Migration } from '../migration.ts';

/**
 * Sign-in, beside the entities: none of this may ever be listed, exported or projected with them (spec sign-in#passwords, requests#headers,
 * docs/decisions/028-sessions-and-tokens-in-postgresql.md).
 */
export const access: Migration = {
  id: '0007',
  name: 'access',
  statements: [
    // A table of its own rather than memory: a session that one replica ends has ended for all of them with the next request.
    `create table sessions (
  id            bigint generated always as identity primary key,
  hash          bytea not null constraint sessions_hash_key unique check (octet_length(hash) = 32),
  previous_hash bytea constraint sessions_previous_hash_key unique check (octet_length(previous_hash) = 32),
  user_id       bigint not null references entities (id) on delete cascade,
  csrf          text not null check (char_length(csrf) >= 43),
  privileges    text not null,
  address       text check (char_length(address) <= 64),
  user_agent    text check (char_length(user_agent) <= 512),
  created_at    timestamptz not null default now(),
  rotated_at    timestamptz not null default now(),
  proved_at     timestamptz not null default now(),
  last_seen_at  timestamptz not null default now()
) with (fillfactor = 70)`,
    `comment on column sessions.hash is 'keyed digest of the id in the cookie; the id itself is nowhere'`,
    `comment on column sessions.privileges is 'digest of the permissions under which the id was given; others call for a new id'`,
    `comment on column sessions.proved_at is 'when the password was given last; what is dangerous asks for it again'`,
    'create index sessions_user on sessions (user_id, created_at)',

    // Failed attempts by account and by address. The key is a digest: people type passwords into the wrong field.
    `create table sign_in_failures (
  kind          text not null check (kind in ('account', 'address')),
  key           bytea not null check (octet_length(key) = 32),
  failures      integer not null,
  first_at      timestamptz not null,
  blocked_until timestamptz,
  primary key (kind, key)
)`,
    'create index sign_in_failures_age on sign_in_failures (first_at)',

    'alter table credentials add column last_sign_in_at timestamptz',
    'alter table credentials add column last_sign_in_address text',
    'alter table credentials add column last_failure_at timestamptz',
    'alter table credentials add column failures integer not null default 0',
    `comment on column credentials.failures is 'failed attempts since the last sign-in'`,

    `create table password_history (
  user_id       bigint not null references entities (id) on delete cascade,
  replaced_at   timestamptz not null,
  password_hash text not null,
  primary key (user_id, replaced_at)
)`,

    // Pictures are binary and may be fetched by everybody who is signed in; their address holds their digest.
    `create table avatars (
  user_id    bigint primary key references entities (id) on delete cascade,
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  digest     text not null check (char_length(digest) = 16),
  content    bytea not null check (octet_length(content) <= 204800),
  updated_at timestamptz not null default now()
)`,
  ],
};
