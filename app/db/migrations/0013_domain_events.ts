import type { Migration } from '../migration.ts';

/**
 * What commands did, for those who act on it after the commit, and how far each of them has read
 * (docs/decisions/045-jobs-and-domain-events-in-postgresql.md).
 */
export const domainEvents: Migration = {
  id: '0013',
  name: 'domain_events',
  statements: [
    `create table domain_events (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default clock_timestamp(),
  action       text not null check (char_length(action) between 1 and 128),
  actor_id     bigint,
  actor_name   text not null check (char_length(actor_name) <= 255),
  target_type  text check (char_length(target_type) <= 63),
  target_id    bigint,
  target_label text check (char_length(target_label) <= 255),
  audience     text not null check (audience in ('permitted', 'people', 'committee')),
  audience_ids bigint[] not null default '{}',
  before       jsonb,
  after        jsonb,
  details      jsonb
)`,
    `comment on table domain_events is 'what happened, to what, by whom and for whom; written by the command itself'`,
    // Ids are given out under a lock that lasts until the commit, so an id becomes visible only
    // after all smaller ones: a reader that remembers its last id misses none.
    `create function domain_events_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ahlt domain events', 0));
  return null;
end $$`,
    `create trigger domain_events_in_order before insert on domain_events
  for each statement execute function domain_events_in_order()`,
    `create table event_consumers (
  name    text primary key check (char_length(name) between 1 and 48),
  read_to bigint not null
)`,
    `comment on column event_consumers.read_to is 'id of the last event that the consumer has handled'`,
    'revoke update, truncate on domain_events from "<runtime>"',
  ],
};
