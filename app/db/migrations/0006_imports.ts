import type { Migration } from '../migration.ts';

/**
 * Imports: where relations are staged until all entities of their file exist, and which entities an
 * import changed (docs/decisions/033-imports-in-one-transaction.md).
 */
export const imports: Migration = {
  id: '0006',
  name: 'imports',
  statements: [
    // Rows live within one transaction and need not survive a crash.
    `create unlogged table import_relations (
  import      uuid not null,
  place       integer not null,
  type        text not null,
  source_type text not null,
  source_name text not null,
  target_type text not null,
  target_name text not null,
  properties  jsonb,
  describes   boolean not null default false,
  primary key (import, place)
)`,
    `comment on column import_relations.describes is 'says more of a relation that the file may state elsewhere, too'`,
    // No foreign keys: the history outlives its entity, and the log is pruned by age.
    `create table import_changes (
  entity_id bigint not null,
  last_id   bigint,
  import    uuid not null,
  change    text not null check (change in ('created', 'updated'))
)`,
    `comment on table import_changes is 'entities that an import changed; the row data.imported of the audit log with this import in its details says who and when'`,
    'create index import_changes_entity on import_changes (entity_id)',
    `comment on column import_changes.entity_id is 'the first of the entities'`,
    `comment on column import_changes.last_id is 'the last of them, less than a thousand further; null: there is one'`,
  ],
};
