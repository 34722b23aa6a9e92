import type { Migration } from '../migration.ts';

/** Entities, their properties and the relations between them: everything the app stores is one of these (spec ontology#storage). */
export const ontology: Migration = {
  id: '0001',
  name: 'ontology',
  statements: [
    `create table entities (
  id          bigint generated always as identity primary key,
  entity_type text not null check (char_length(entity_type) between 1 and 63),
  name        text not null check (char_length(name) between 1 and 255),
  label       text not null,
  sort_order  integer not null default 0,
  is_active   boolean not null default true,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  constraint entities_type_name_key unique (entity_type, name)
)`,
    `create table entity_properties (
  entity_id bigint not null references entities (id) on delete cascade,
  key       text not null check (char_length(key) between 1 and 128),
  value     text not null,
  primary key (entity_id, key)
)`,
    // A relation type that is in use cannot be deleted; both ends take their relations with them.
    `create table relations (
  id               bigint generated always as identity primary key,
  relation_type_id bigint not null references entities (id) on delete restrict,
  source_id        bigint not null references entities (id) on delete cascade,
  target_id        bigint not null references entities (id) on delete cascade,
  created_at       timestamptz not null default now(),
  constraint relations_type_source_target_key unique (relation_type_id, source_id, target_id)
)`,
    `create table relation_properties (
  relation_id bigint not null references relations (id) on delete cascade,
  key         text not null check (char_length(key) between 1 and 128),
  value       text not null,
  primary key (relation_id, key)
)`,
    // The primary keys and unique constraints already lead with (entity_id, key), (entity_type) and (relation_type_id, source_id);
    // an index that repeats one of them would only cost writes (spec ontology#indexes).
    `create index entities_list on entities (entity_type, sort_order, id)`,
    `create index entities_audit_time on entities (created_at desc, id desc) where entity_type = 'audit_entry'`,
    // Long texts stay out: a B-tree entry ends at 2,704 bytes, and nobody looks up a minutes section by its wording.
    `create index entity_properties_key_value on entity_properties (key, value) include (entity_id) where octet_length(value) <= 256`,
    `create index relations_type_target on relations (relation_type_id, target_id, source_id)`,
    // Deleting an entity looks for its relations by one end alone, whatever their type.
    `create index relations_source on relations (source_id, relation_type_id)`,
    `create index relations_target on relations (target_id, relation_type_id)`,
  ],
};
