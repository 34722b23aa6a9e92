import type { Migration } from '../migration.ts';

/** How many requests of each caller of the API were given out to processes (docs/decisions/036-api-from-declarations.md). */
export const apiLimits: Migration = {
  id: '0014',
  name: 'api_limits',
  statements: [
    // A row counts for a minute, so nothing has to survive a crash.
    `create unlogged table api_limits (
  caller   bytea primary key check (octet_length(caller) = 32),
  begun_at timestamptz not null,
  taken    integer not null check (taken >= 0),
  granted  integer not null check (granted >= 0)
)`,
    `comment on column api_limits.caller is 'digest of who asks: a token, a person or an address'`,
    `comment on column api_limits.taken is 'requests that processes may let through in the minute since begun_at; granted is the last of them'`,
  ],
};
