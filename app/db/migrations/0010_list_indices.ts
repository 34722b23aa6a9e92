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
    // Half of all ids are in part 1, a quarter in part 2, an eighth in part 4; a thousandth in 1024.
    `create function part_of(id bigint) returns integer language sql immutable parallel safe
return least(1024, greatest(1, hashint8(id)::bigint & -(hashint8(id)::bigint)))::integer`,
    // Declared in app/people-search.
    `create index user_email on entities (lower("left"(properties ->> 'email', 128)), id) where entity_type = 'user'`,
    String.raw`create index user_search on entities
  using gin (part_of(id), lower(E'\x1f ' || label || E'\x1f ' || name || E'\x1f ' || coalesce(properties ->> 'email', '')) gin_trgm_ops)
  where entity_type = 'user'`,
    // The planner uses no statistics of an index over a single type.
    String.raw`create statistics user_search_words
  on (lower(E'\x1f ' || label || E'\x1f ' || name || E'\x1f ' || coalesce(properties ->> 'email', ''))) from entities`,
  ],
};
