import type { Migration } from '../migration.ts';

/**
 * Results of forms and requests for resubmissions, and the rate limits of the API
 * (docs/decisions/036-api-from-declarations.md).
 */
export const requests: Migration = {
  id: '0007',
  name: 'requests',
  statements: [
    `create table submissions (
  actor_id bigint not null references entities (id) on delete cascade,
  token    text not null check (char_length(token) between 16 and 64),
  action   text not null,
  value    jsonb,
  at       timestamptz not null default now(),
  primary key (actor_id, token, action)
)`,
    'create index submissions_time on submissions (at)',

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

    // A row counts for a minute and need not survive a crash.
    `create unlogged table api_limits (
  caller   bytea primary key check (octet_length(caller) = 32),
  begun_at timestamptz not null,
  requests integer not null check (requests > 0)
)`,
    `comment on column api_limits.caller is 'digest of the token, the user or the address'`,
    `comment on column api_limits.requests is 'in the minute since begun_at'`,
  ],
};
