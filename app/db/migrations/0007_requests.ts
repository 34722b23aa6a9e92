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
  content  text not null check (char_length(content) <= 64),
  value    jsonb,
  answer   json,
  at       timestamptz not null default now(),
  primary key (actor_id, token, action)
)`,
    `comment on column submissions.token is 'of a form, or digest of an Idempotency-Key'`,
    `comment on column submissions.content is 'digest of a request with a key; empty for a form'`,
    `comment on column submissions.value is 'result of the command'`,
    `comment on column submissions.answer is 'response to a request with a key; json keeps the order of its members'`,
    'create index submissions_time on submissions (at)',

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
