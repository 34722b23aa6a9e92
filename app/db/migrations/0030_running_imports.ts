import type { Migration } from '../migration.ts';

/**
 * Imports that run, for the pages that follow them. The import itself is one transaction, which
 * nobody sees before its end.
 */
export const runningImports: Migration = {
  id: '0030',
  name: 'running_imports',
  statements: [
    `create table running_imports (
  id       bigint generated always as identity primary key,
  user_id  bigint references entities (id) on delete cascade,
  file     text check (char_length(file) between 1 and 500),
  progress jsonb not null,
  updated_at  timestamptz not null default now()
)`,
    `comment on table running_imports is 'running imports with their progress; a row that is not updated for a minute belongs to a process that has ended'`,
    'create index running_imports_user on running_imports (user_id)',
    `create function live_imports() returns trigger language plpgsql as $$
begin
  insert into live_changes (subject, kind, item) values (0, 'import', 0);
  return null;
end $$`,
    `create trigger live_imports after insert or update or delete on running_imports
  for each statement execute function live_imports()`,
    `comment on column live_changes.subject is 'a user (warning, resolved, unread, notification), a session (session), a committee (the type of an item; live: of a meeting that is followed), or 0 (import: some import runs or ended)'`,
  ],
};
