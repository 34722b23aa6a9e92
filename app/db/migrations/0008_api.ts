import type { Migration } from '../migration.ts';

/**
 * What programs need to work with the app: tokens that stand for a person, and the answers to requests that may be sent again
 * (docs/decisions/028-sessions-and-tokens-in-postgresql.md, 036-api-from-declarations.md).
 */
export const api: Migration = {
  id: '0008',
  name: 'api',
  statements: [
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
  revoked_because   text check (revoked_because in ('owner', 'deactivated'))
)`,
    `comment on column access_tokens.hash is 'SHA-256 of the token, which has 256 random bits; the token itself is nowhere'`,
    `comment on column access_tokens.refused_at is 'when a use after its end was last written to the audit log'`,
    'create index access_tokens_user on access_tokens (user_id, created_at)',
    // Whatever deactivates somebody, a form, an import or a statement: their tokens don't come back with them.
    `create function access_tokens_revoke() returns trigger language plpgsql as $$
begin
  update access_tokens set revoked_at = now(), revoked_because = 'deactivated' where user_id = new.id and revoked_at is null;
  return null;
end $$`,
    `create trigger access_tokens_revoke after update of is_active on entities for each row
  when (old.is_active and not new.is_active and new.entity_type = 'user') execute function access_tokens_revoke()`,

    `create table api_replays (
  actor_id    bigint not null references entities (id) on delete cascade,
  key         bytea not null check (octet_length(key) = 32),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  at          timestamptz not null,
  status      integer,
  headers     jsonb,
  body        jsonb,
  primary key (actor_id, key)
)`,
    `comment on column api_replays.status is 'of the answer; null while the request is under way'`,
    'create index api_replays_time on api_replays (at)',
  ],
};
