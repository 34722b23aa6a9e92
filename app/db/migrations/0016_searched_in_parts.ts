import type { Migration } from '../migration.ts';

/**
 * Searches that end when they have found enough, however much there is to find: an index over trigrams is read to its end, so each part of
 * a table is sought by itself, the smallest part first (docs/decisions/025-one-statement-per-list.md).
 */
export const searchedInParts: Migration = {
  id: '0016',
  name: 'searched_in_parts',
  outsideTransaction: true,
  statements: [
    'create extension if not exists btree_gin',
    // Half of all ids are in part 1, a quarter in part 2, an eighth in part 4; a thousandth is in part 1024.
    `create or replace function part_of(id bigint) returns integer language sql immutable parallel safe
return least(1024, greatest(1, hashint8(id)::bigint & -(hashint8(id)::bigint)))::integer`,
    `create index concurrently if not exists people_search on entities
  using gin (part_of(id), lower(label) gin_trgm_ops, lower(name) gin_trgm_ops) where entity_type = 'user'`,
    `create index concurrently if not exists email_search on entity_properties
  using gin (part_of(entity_id), lower(value) gin_trgm_ops) where key = 'email'`,
    'drop index concurrently if exists entities_people',

    // The log is sought from its end, in stretches of 128 entries, 1,024, 8,192 and so on.
    `create index concurrently if not exists audit_log_stretches on audit_log
  using gin ((seq >> 7), (seq >> 10), (seq >> 13), (seq >> 16), (seq >> 19), lower(actor_name || ' ' || coalesce(target_label, '')) gin_trgm_ops)`,
    'drop index concurrently if exists audit_log_search',
    'create index concurrently if not exists audit_log_target_type on audit_log (target_type, seq desc)',
  ],
};
