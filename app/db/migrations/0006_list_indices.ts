import type { Migration } from '../migration.ts';

/**
 * What lists sort and search by, at a million entities (docs/decisions/025-one-statement-per-list.md). Each in the form in which
 * app/ontology/pivot writes it: the same expression, or the index is of no use.
 */
export const listIndices: Migration = {
  id: '0006',
  name: 'list_indices',
  outsideTransaction: true,
  statements: [
    'create extension if not exists pg_trgm',
    'create index concurrently if not exists entities_label on entities (entity_type, lower(label), id)',
    'create index concurrently if not exists entities_name on entities (entity_type, lower(name), id)',
    'create index concurrently if not exists entities_created on entities (entity_type, created_at, id)',
    'create index concurrently if not exists entities_updated on entities (entity_type, updated_at, id)',
    // 128 characters are at most 512 bytes, which always fit into an entry; longer texts are compared whole where it matters.
    `create index concurrently if not exists entity_properties_sort on entity_properties (key, lower("left"(value, 128)), entity_id)`,
    'create index concurrently if not exists entities_search on entities using gin (lower(label) gin_trgm_ops, lower(name) gin_trgm_ops)',
    `create index concurrently if not exists entity_properties_search on entity_properties using gin (lower(value) gin_trgm_ops)
  where key in ('email', 'title')`,
    `create index concurrently if not exists audit_log_search on audit_log
  using gin (lower(actor_name || ' ' || coalesce(target_label, '')) gin_trgm_ops)`,
  ],
};
