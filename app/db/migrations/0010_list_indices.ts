import type { Migration } from '../migration.ts';

/**
 * Indices of lists at a million entities. Those of one type are declared beside its columns
 * (`listIndices` in app/<feature>); a test compares the two (docs/decisions/025-one-statement-per-list.md).
 */
export const listIndices: Migration = {
  id: '0010',
  name: 'list_indices',
  statements: [
    `create index entities_label on entities (entity_type, lower(label), id) with (deduplicate_items = off)`,
    `create index entities_name on entities (entity_type, lower(name), id) with (deduplicate_items = off)`,
    `create index entities_created on entities (entity_type, created_at, id) with (deduplicate_items = off)`,
    `create index entities_updated on entities (entity_type, updated_at, id) with (deduplicate_items = off)`,
    `create index entities_inactive on entities (entity_type, lower(label), id) where not is_active`,
    // Label and name as one text, for searches over the whole store. A control character precedes
    // each.
    String.raw`create index entities_called on entities using gin (lower(E'\x1f' || label || E'\x1f' || name) gin_trgm_ops)`,
    // Declared in app/people-search.
    `create index user_email on entities ((lower("left"(properties ->> 'email', 128)) is null), coalesce(lower("left"(properties ->> 'email', 128)), ''), id)
  where entity_type = 'user'`,
    `create index user_email_desc on entities ((lower("left"(properties ->> 'email', 128)) is not null), coalesce(lower("left"(properties ->> 'email', 128)), ''), id)
  where entity_type = 'user'`,
    String.raw`create index user_search on entities
  using gin (lower(E'\x1f ' || label || E'\x1f ' || name || E'\x1f ' || coalesce(properties ->> 'email', '')) gin_trgm_ops)
  where entity_type = 'user'`,
    // Declared in app/committees.
    String.raw`create index tor_search on entities
  using gin (lower(E'\x1f ' || label || E'\x1f ' || name || E'\x1f ' || coalesce(properties ->> 'tor_number', '') || E'\x1f ' || coalesce(properties ->> 'description', '')) gin_trgm_ops)
  where entity_type = 'tor'`,
    // The planner uses no statistics of an index over a single type.
    String.raw`create statistics user_search_words
  on (lower(E'\x1f ' || label || E'\x1f ' || name || E'\x1f ' || coalesce(properties ->> 'email', ''))) from entities`,
  ],
};
