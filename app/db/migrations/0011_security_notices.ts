import type { Migration } from '../migration.ts';

/**
 * Events of a user's account, shown to that user, and the places they have signed in from
 * (docs/decisions/043-security-notices-from-audit-events.md).
 */
export const securityNotices: Migration = {
  id: '0011',
  name: 'security_notices',
  statements: [
    `create table security_notices (
  id          bigint generated always as identity primary key,
  user_id     bigint not null references entities (id) on delete cascade,
  kind        text not null check (kind in ('signed_in', 'password_changed', 'password_reset',
    'token_created', 'tokens_revoked', 'roles_given', 'roles_taken')),
  at          timestamptz not null default now(),
  session_id  bigint,
  details     jsonb not null check (octet_length(details::text) <= 8192),
  seen_at     timestamptz
)`,
    'create index security_notices_user on security_notices (user_id, id desc)',
    'create index security_notices_unseen on security_notices (user_id, id desc) where seen_at is null',
    'create index security_notices_at on security_notices (at)',
    `comment on table security_notices is 'what happened to an account, shown to its owner until dismissed'`,
    `comment on column security_notices.session_id is 'session of the owner that did it and needs no notice'`,

    `create table sign_in_places (
  user_id     bigint not null references entities (id) on delete cascade,
  network     text not null check (octet_length(network) <= 64),
  browser     text not null check (octet_length(browser) <= 64),
  last_at     timestamptz not null,
  constraint sign_in_places_key primary key (user_id, network, browser)
)`,
    'create index sign_in_places_last on sign_in_places (last_at)',
    `comment on table sign_in_places is 'networks and browsers from which a user has signed in; others are new to them'`,
  ],
};
