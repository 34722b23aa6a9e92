import type { Migration } from '../migration.ts';

/**
 * When two user names are the same, decided in one place (docs/decisions/031-one-canonical-user-name.md); why access tokens ended; and
 * refused sign-ins counted by account and address, so that nobody fills the audit log from outside.
 */
export const waysIn: Migration = {
  id: '0023',
  name: 'ways_in',
  statements: [
    // Of the collation that comes with PostgreSQL and depends on no library of the machine, since an index holds what it gives.
    `create function user_name_key(name text) returns text language sql immutable strict parallel safe
  return normalize(lower(normalize(name, nfkc) collate pg_catalog.pg_c_utf8), nfkc)`,
    `comment on function user_name_key is 'two users may not have names with the same key'`,

    `alter table access_tokens drop constraint access_tokens_revoked_because_check,
  add constraint access_tokens_revoked_because_check
    check (revoked_because in ('owner', 'deactivated', 'password_changed', 'password_reset', 'signed_out')) not valid`,

    // Who is signed in and gives the password again is counted apart from strangers who try to sign in.
    `alter table sign_in_failures drop constraint sign_in_failures_kind_check,
  add constraint sign_in_failures_kind_check check (kind in ('account', 'address', 'proof')) not valid`,

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
  ],
};
