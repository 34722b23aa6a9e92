import type { Migration } from '../migration.ts';

/**
 * Passwords, sessions, access tokens and pictures of users, apart from the entities: they are never
 * listed, exported or projected with them (spec ontology#secrets, sign-in#passwords,
 * requests#headers, docs/decisions/028-sessions-and-tokens-in-postgresql.md).
 */
export const accounts: Migration = {
  id: '0004',
  name: 'accounts',
  statements: [
    `create table credentials (
  user_id       bigint primary key references entities (id) on delete cascade,
  password_hash text not null check (password_hash like '$%'),
  must_change   boolean not null default false,
  changed_at    timestamptz not null default now(),
  last_sign_in_at      timestamptz,
  last_sign_in_address text,
  last_failure_at      timestamptz,
  failures      integer not null default 0
)`,
    `comment on column credentials.failures is 'failed attempts since the last sign-in'`,
    // A table instead of memory: a session ended by one replica has ended for all of them by the
    // next request.
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

    // Failed attempts by account and by address. The key is a digest, because users type passwords
    // into the wrong field.
    `create table sign_in_failures (
  kind          text not null check (kind in ('account', 'address', 'proof')),
  key           bytea not null check (octet_length(key) = 32),
  failures      integer not null,
  first_at      timestamptz not null,
  blocked_until timestamptz,
  primary key (kind, key)
)`,
    'create index sign_in_failures_age on sign_in_failures (first_at)',

    `create table password_history (
  user_id       bigint not null references entities (id) on delete cascade,
  replaced_at   timestamptz not null,
  password_hash text not null,
  primary key (user_id, replaced_at)
)`,

    // Pictures are binary, and any signed-in user may fetch them; their address includes their
    // digest.
    `create table avatars (
  user_id    bigint primary key references entities (id) on delete cascade,
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  digest     text not null check (char_length(digest) = 16),
  content    bytea not null check (octet_length(content) <= 204800),
  updated_at timestamptz not null default now()
)`,

    // Uses PostgreSQL's built-in collation, which depends on no system library, because an index
    // stores the result.
    `create function user_name_key(name text) returns text language sql immutable strict parallel safe
  return normalize(lower(normalize(name, nfkc) collate pg_catalog.pg_c_utf8), nfkc)`,
    `comment on function user_name_key is 'two users may not have names with the same key'`,

    `create unique index user_name_keys on entities (user_name_key(name)) where entity_type = 'user'`,

    `create table sign_in_refusals (
  account    text not null check (octet_length(account) <= 255),
  address    text not null check (octet_length(address) <= 64),
  user_id    bigint references entities (id) on delete cascade,
  attempts   integer not null check (attempts > 0),
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  constraint sign_in_refusals_key primary key (account, address)
)`,
    'create index sign_in_refusals_user on sign_in_refusals (user_id)',
    `comment on table sign_in_refusals is 'sign-ins refused while an account or an address was blocked; the audit log gets one row for many'`,

    `create table access_tokens (
  id                bigint generated always as identity primary key,
  user_id           bigint not null references entities (id) on delete cascade,
  name              text not null check (char_length(name) between 1 and 100),
  hash              bytea not null constraint access_tokens_hash_key unique check (octet_length(hash) = 32),
  ending            text not null check (char_length(ending) = 4),
  may_write         boolean not null,
  codes             text[] not null check (cardinality(codes) <= 200),
  created_at        timestamptz not null,
  expires_at        timestamptz not null check (expires_at > created_at),
  last_used_at      timestamptz,
  last_used_address text check (char_length(last_used_address) <= 64),
  refused_at        timestamptz,
  revoked_at        timestamptz,
  revoked_because   text check (revoked_because in ('owner', 'deactivated', 'password_changed', 'password_reset', 'signed_out'))
)`,
    `comment on column access_tokens.hash is 'SHA-256 of the token, which has 256 random bits; the token itself is nowhere'`,
    `comment on column access_tokens.refused_at is 'when a use after its end was last written to the audit log'`,
    'create index access_tokens_user on access_tokens (user_id, created_at)',
    // Runs for every deactivation, by a form, an import or a statement: tokens stay revoked when
    // the user is activated again.
    `create function access_tokens_revoke() returns trigger language plpgsql as $$
begin
  update access_tokens set revoked_at = now(), revoked_because = 'deactivated' where user_id = new.id and revoked_at is null;
  return null;
end $$`,
    `create trigger access_tokens_revoke after update of is_active on entities for each row
  when (old.is_active and not new.is_active and new.entity_type = 'user') execute function access_tokens_revoke()`,
  ],
};
