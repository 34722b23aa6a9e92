import type { Migration } from '../migration.ts';

/**
 * Moves of items through their workflows, and the definitions that allowed them (spec
 * workflow#history). Rows are only added; moves go with their item.
 */
export const workflow: Migration = {
  id: '0017',
  name: 'workflow',
  statements: [
    `create table workflow_versions (
  scope      text not null check (char_length(scope) between 1 and 63),
  number     integer not null check (number > 0),
  definition jsonb not null check (jsonb_typeof(definition) = 'object'),
  since      timestamptz not null,
  primary key (scope, number)
)`,
    `comment on table workflow_versions is 'a workflow as it was when an item first moved under it, or when it was edited'`,
    // No foreign key to users: a move outlives who made it.
    `create table workflow_moves (
  id          bigint generated always as identity primary key,
  item_id     bigint not null references entities (id) on delete cascade,
  scope       text not null,
  version     integer not null,
  from_status text not null,
  to_status   text not null,
  moved_at    timestamptz not null,
  moved_by_id bigint,
  moved_by    text not null,
  ground      text,
  outcome     text,
  foreign key (scope, version) references workflow_versions (scope, number)
)`,
    `comment on column workflow_moves.ground is 'the permission or capability that allowed it; null: none was required'`,
    'create index workflow_moves_item on workflow_moves (item_id, id)',
    'create index workflow_moves_version on workflow_moves (scope, version)',
    `create function workflow_history_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'workflow_moves' then
    if not exists (select from entities where id = old.item_id) then return old; end if;
  end if;
  raise exception 'the history of a workflow stays as it is'
    using errcode = 'integrity_constraint_violation', constraint = 'workflow_history_stays';
end $$`,
    `create trigger workflow_moves_stay before update or delete on workflow_moves
  for each row execute function workflow_history_stays()`,
    `create trigger workflow_versions_stay before update or delete on workflow_versions
  for each row execute function workflow_history_stays()`,
    'revoke update, truncate on workflow_moves from "<runtime>"',
    'revoke update, delete, truncate on workflow_versions from "<runtime>"',
  ],
};
