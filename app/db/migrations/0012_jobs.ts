import type { Migration } from '../migration.ts';

/**
 * Work that outlives a request and a process, and when it is done again and again
 * (docs/decisions/045-jobs-and-domain-events-in-postgresql.md).
 */
export const jobs: Migration = {
  id: '0012',
  name: 'jobs',
  statements: [
    `create table jobs (
  id           bigint generated always as identity primary key,
  kind         text not null check (char_length(kind) between 1 and 64),
  unique_key   text check (char_length(unique_key) <= 200),
  payload      jsonb not null default '{}' check (octet_length(payload::text) <= 8192),
  state        text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead', 'cancelled')),
  due_at       timestamptz not null,
  attempts     integer not null default 0,
  max_attempts integer not null check (max_attempts > 0),
  again        boolean not null default false,
  runner       text check (char_length(runner) <= 128),
  last_error   text check (char_length(last_error) <= 500),
  created_at   timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz
)`,
    `comment on column jobs.due_at is 'when a runner may take it: its time while it waits, the end of the lease while it runs'`,
    `comment on column jobs.again is 'it was queued once more while it ran: when it ends, a copy of it waits'`,
    `create index jobs_due on jobs (due_at, id) where state in ('waiting', 'running')`,
    // A job that waits or runs isn't queued twice, and two with one key never run at once.
    `create unique index jobs_key on jobs (kind, unique_key) where state in ('waiting', 'running')`,
    'create index jobs_state on jobs (state, id desc)',
    'create index jobs_kind on jobs (kind, id desc)',
    'create index jobs_finished on jobs (finished_at) where finished_at is not null',
    `create table job_schedules (
  kind       text primary key check (char_length(kind) between 1 and 64),
  cron       text not null check (char_length(cron) <= 100),
  time_zone  text not null check (char_length(time_zone) <= 64),
  next_at    timestamptz not null,
  last_at    timestamptz
)`,
    `comment on column job_schedules.next_at is 'the beat that is due next; the replica that moves it on queues the job'`,
  ],
};
